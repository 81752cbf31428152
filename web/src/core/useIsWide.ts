import { onScopeDispose, readonly, ref, type Ref } from 'vue';

/** Whether there is room beside the main column. What only wide screens show is not even made on a phone. */
export function useIsWide(): Readonly<Ref<boolean>> {
  const wide = window.matchMedia('(min-width: 64rem)');
  const isWide = ref(wide.matches);
  const follow = (): void => { isWide.value = wide.matches; };
  wide.addEventListener('change', follow);
  onScopeDispose(() => wide.removeEventListener('change', follow));
  return readonly(isWide);
}
