import { onMounted, readonly, ref, watch, type Ref } from 'vue';

let isOver = false;
let serversView: Element | null = null;

/** Ends the present task: between short ones the browser paints and answers, one long one would keep a tap waiting. */
export function breathe(): Promise<void> {
  const { scheduler } = window as { scheduler?: { yield?: () => Promise<void> } };
  return scheduler?.yield ? scheduler.yield() : new Promise(resolve => setTimeout(resolve));
}

/**
 * Lays what the server has drawn of the page behind the application's place: it stays in sight while the
 * application is made piece by piece. Made for one call, just before the application takes its place.
 */
export function keepServersView(place: Element): void {
  serversView = place.firstElementChild;
  if (!serversView)
    return;
  serversView.classList.add('absolute', 'inset-x-0', 'top-0');
  place.before(serversView);
}

/** The application's own page is there: in the same task the server's goes. */
export function dropServersView(): void {
  serversView?.remove();
  serversView = null;
}

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

/** So many parts of a list are made in one task on a phone without them keeping a tap waiting. */
const PARTS_AT_ONCE = 2;

/** How many parts of a list to make by now: a few in each task while the first view is made, all of them later on. */
export function useTurns(total: () => number): Readonly<Ref<number>> {
  const made = ref(0);
  watch(total, async (count) => {
    if (isOver || document.hidden || made.value > PARTS_AT_ONCE)
      made.value = Number.POSITIVE_INFINITY;
    while (made.value < count) {
      made.value += PARTS_AT_ONCE;
      await breathe();
    }
  }, { immediate: true });
  return readonly(made);
}
