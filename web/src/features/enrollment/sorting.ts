import type { SortableEvent } from 'sortablejs';

/** Lets rows of a list be dragged by their grips; tells from where to where. The library comes when it is needed. */
export function attachSorting(list: HTMLElement, moved: (from: number, to: number) => void): () => void {
  let detach = () => {};
  let isGone = false;

  function onEnd({ from, item, oldIndex, newIndex }: SortableEvent): void {
    // The library moved the row itself; the page draws it from the order, so it goes back first.
    item.remove();
    from.insertBefore(item, from.children[oldIndex ?? 0] ?? null);
    if (oldIndex !== undefined && newIndex !== undefined && oldIndex !== newIndex)
      moved(oldIndex, newIndex);
  }

  void import('sortablejs').then(({ default: Sortable }) => {
    if (isGone)
      return;
    const sortable = Sortable.create(list, { handle: '[data-grip]', animation: 120, forceFallback: true, fallbackTolerance: 4, onEnd });
    detach = () => sortable.destroy();
  });
  return () => {
    isGone = true;
    detach();
  };
}
