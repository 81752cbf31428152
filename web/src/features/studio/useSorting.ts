import type Sortable from 'sortablejs';
import type { SortableEvent } from 'sortablejs';
import { isLesson, type ItemKey, type TreeMoves } from './useTreeMoves';

type Library = typeof Sortable;
let library: Promise<Library> | undefined;

function load(): Promise<Library> {
  library ??= import('sortablejs').then(module => module.default);
  return library;
}

/** The library moved the row itself; the page draws it from the order, so it goes back first. */
function putBack({ from, item, oldIndex }: SortableEvent): void {
  item.remove();
  from.insertBefore(item, from.children[oldIndex ?? 0] ?? null);
}

function idBefore(item: HTMLElement): number | null {
  const before = (item.previousElementSibling as HTMLElement | null)?.dataset.item;
  return before ? Number(before.slice(1)) : null;
}

/** Dragging of rows by their grips, with mouse and finger. */
export function useSorting(moves: TreeMoves) {
  function onEnd(event: SortableEvent): void {
    const { item, to } = event;
    const key = item.dataset.item as ItemKey;
    const after = idBefore(item);
    const module = Number(to.dataset.module);
    putBack(event);
    if (isLesson(key))
      void moves.moveTo(key, { module, after });
    else
      void moves.moveModuleBehind(Number(key.slice(1)), after);
  }

  function attach(list: HTMLElement, options: Sortable.Options): () => void {
    let sortable: Sortable | undefined;
    let isGone = false;
    void load().then((library) => {
      if (!isGone)
        sortable = library.create(list, {
          animation: 120, forceFallback: true, fallbackOnBody: true, fallbackTolerance: 4, swapThreshold: 0.65,
          ghostClass: 'outline-ghost', dragClass: 'outline-drag', onEnd, ...options,
        });
    });
    return () => {
      isGone = true;
      sortable?.destroy();
    };
  }

  return {
    lessons: (list: HTMLElement) => attach(list, { group: 'lessons', handle: '[data-grip]', draggable: '[data-item^="l"]', emptyInsertThreshold: 24 }),
    modules: (list: HTMLElement) => attach(list, { group: 'modules', handle: '[data-module-grip]', draggable: '[data-item^="m"]' }),
  };
}
