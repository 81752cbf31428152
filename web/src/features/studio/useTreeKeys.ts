import type { Ref } from 'vue';
import type { OutlineActs } from './useOutline';
import type { Selection } from './useSelection';
import { idOf, isLesson, type ItemKey, type TreeMoves } from './useTreeMoves';

/** What keys do that belongs to the page around the tree. */
export interface TreeActs {
  open: (lesson: number) => void;
  rename: (item: ItemKey) => void;
  addAfter: (item: ItemKey) => void;
  addModule: () => void;
  menu: (item: ItemKey) => void;
}

type KeyMap = Record<string, (item: ItemKey) => void>;

/** Closing and opening of modules, and the items that are shown. */
export function useClosed(acts: OutlineActs, closed: Ref<ReadonlySet<number>>) {
  function shown(): ItemKey[] {
    return acts.outline.value?.modules.flatMap(module => [
      `m${module.id}` as ItemKey,
      ...closed.value.has(module.id) ? [] : module.lessons.map(lesson => `l${lesson.id}` as ItemKey),
    ]) ?? [];
  }

  function toggle(module: number): void {
    const next = new Set(closed.value);
    if (!next.delete(module))
      next.add(module);
    closed.value = next;
  }

  return { shown, toggle };
}

function wanderingKeys(acts: OutlineActs, selection: Selection, moves: TreeMoves, closed: Ref<ReadonlySet<number>>): KeyMap {
  const { shown, toggle } = useClosed(acts, closed);

  function step(item: ItemKey, by: number, isExtending = false): void {
    const next = shown()[shown().indexOf(item) + by];
    for (const one of isExtending && next ? [item, next] : []) {
      if (isLesson(one) && !selection.has(idOf(one)))
        selection.toggle(idOf(one));
    }
    void moves.focus(next);
  }

  function inward(item: ItemKey): void {
    if (isLesson(item))
      return;
    if (closed.value.has(idOf(item)))
      toggle(idOf(item));
    else
      step(item, 1);
  }

  function outward(item: ItemKey): void {
    const module = isLesson(item) ? acts.outline.value?.modules.find(one => one.lessons.some(lesson => lesson.id === idOf(item))) : undefined;
    if (module)
      void moves.focus(`m${module.id}`);
    else if (!closed.value.has(idOf(item)))
      toggle(idOf(item));
  }

  return {
    'ArrowUp': item => step(item, -1),
    'ArrowDown': item => step(item, 1),
    'shift+ArrowUp': item => step(item, -1, true),
    'shift+ArrowDown': item => step(item, 1, true),
    'Home': () => void moves.focus(shown()[0]),
    'End': () => void moves.focus(shown().at(-1)),
    'ArrowRight': item => document.dir === 'rtl' ? outward(item) : inward(item),
    'ArrowLeft': item => document.dir === 'rtl' ? inward(item) : outward(item),
  };
}

function editingKeys(acts: OutlineActs, moves: TreeMoves, shown: () => ItemKey[], more: TreeActs): KeyMap {
  async function remove(item: ItemKey): Promise<void> {
    const items = shown();
    const { lessons, modules } = moves.chosenOr(item);
    const isGone = (one: ItemKey) => (isLesson(one) ? lessons : modules).includes(idOf(one));
    const next = items.slice(items.indexOf(item)).find(one => !isGone(one) && (isLesson(item) || !isLesson(one)))
      ?? items.slice(0, items.indexOf(item)).findLast(one => !isGone(one));
    await acts.remove({ lessons, modules });
    if (moves.isFree())
      await moves.focus(next && shown().includes(next) ? next : shown().at(-1));
  }

  return {
    'alt+ArrowUp': item => moves.move(item, -1),
    'alt+ArrowDown': item => moves.move(item, 1),
    'alt+PageUp': item => moves.jump(item, -1),
    'alt+PageDown': item => moves.jump(item, 1),
    'F2': more.rename,
    'n': more.addAfter,
    'm': more.addModule,
    'd': item => void acts.duplicate(moves.chosenOr(item)),
    'Delete': item => void remove(item),
    'shift+F10': more.menu,
    'ContextMenu': more.menu,
  };
}

/**
 * The keys of the outline, after the tree pattern of WAI-ARIA: one item is in the tab order, arrows go on. Alt moves
 * what has the focus, or everything chosen.
 */
export function useTreeKeys(acts: OutlineActs, selection: Selection, moves: TreeMoves, closed: Ref<ReadonlySet<number>>, more: TreeActs) {
  const { shown, toggle } = useClosed(acts, closed);

  function choose(item: ItemKey): void {
    if (isLesson(item))
      selection.toggle(idOf(item));
    else
      selection.toggleMany(acts.outline.value?.modules.find(one => one.id === idOf(item))?.lessons.map(lesson => lesson.id) ?? []);
  }

  const reading: KeyMap = {
    ...wanderingKeys(acts, selection, moves, closed),
    'Enter': item => isLesson(item) ? more.open(idOf(item)) : toggle(idOf(item)),
    ' ': choose,
    'ctrl+a': () => selection.chooseAll(),
    'Escape': () => selection.clear(),
  };
  const editing = editingKeys(acts, moves, shown, more);

  return function onKeydown(event: KeyboardEvent): void {
    const item = (event.target as HTMLElement).dataset.item as ItemKey | undefined;
    const parts = [event.ctrlKey || event.metaKey ? 'ctrl' : '', event.altKey ? 'alt' : '', event.shiftKey ? 'shift' : '', event.key];
    const keys = parts.filter(Boolean).join('+');
    const run = reading[keys] ?? (acts.outline.value?.can_edit ? editing[keys] : undefined);
    if (!item || !run)
      return;
    event.preventDefault();
    event.stopPropagation();
    run(item);
  };
}
