import { onMounted, readonly, ref, type Ref } from 'vue';

let isOver = false;

/** The visitor went on: from now on pages are made whole, so that the place they were scrolled to is there. */
export function endFirstView(): void {
  isOver = true;
}

/**
 * Whether the component has been painted once. What lies below the first view of a visit waits for that:
 * one long task, in which a tap finds nobody, becomes two short ones.
 */
export function useAfterPaint(): Readonly<Ref<boolean>> {
  const isPainted = ref(isOver || document.hidden);
  onMounted(() => {
    if (!isPainted.value)
      requestAnimationFrame(() => setTimeout(() => { isPainted.value = true; }));
  });
  return readonly(isPainted);
}
