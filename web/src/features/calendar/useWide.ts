import { onScopeDispose, ref } from 'vue';

/** Whether the page is wide enough for a month as a table. */
export function useWide() {
  const query = window.matchMedia('(min-width: 48rem)');
  const isWide = ref(query.matches);
  const follow = (event: MediaQueryListEvent) => { isWide.value = event.matches; };
  query.addEventListener('change', follow);
  onScopeDispose(() => query.removeEventListener('change', follow));
  return isWide;
}
