import { nextTick, ref, type Ref } from 'vue';
import { useI18n } from '../../core/i18n';
import { inOrder, jumpLesson, moveLessons, moveModule, placesOf, stepLesson, stepModule, type Target } from './order';
import type { Chosen } from './types';
import type { OutlineActs } from './useOutline';
import type { Selection } from './useSelection';

/** `m3` is module 3, `l7` lesson 7. */
export type ItemKey = `${'m' | 'l'}${number}`;

export const idOf = (item: ItemKey) => Number(item.slice(1));
export const isLesson = (item: ItemKey) => item.startsWith('l');

/** Which item of the outline has the focus, and moving what has it, or everything chosen, by steps. */
export function useTreeMoves(root: Ref<HTMLElement | null>, acts: OutlineActs, selection: Selection) {
  const { t } = useI18n();
  const active = ref<ItemKey | null>(null);
  const modules = () => acts.outline.value?.modules ?? [];

  async function focus(item: ItemKey | null | undefined): Promise<void> {
    if (!item)
      return;
    active.value = item;
    await nextTick();
    root.value?.querySelector<HTMLElement>(`[data-item="${item}"]`)?.focus();
  }

  /** Lessons chosen with this one, or it alone. */
  function chosenOr(item: ItemKey): Chosen {
    if (!isLesson(item))
      return { lessons: [], modules: [idOf(item)] };
    return { lessons: selection.has(idOf(item)) ? [...selection.ids.value] : [idOf(item)], modules: [] };
  }

  /** Whether nobody is writing, in a title or elsewhere, from whom a late answer would take the focus. */
  function isFree(): boolean {
    const focused = document.activeElement as HTMLElement | null;
    return !focused || focused === document.body || focused.dataset.item !== undefined;
  }

  /** The item is made anew in another module: it gets its focus back. */
  async function keepFocus(item: ItemKey, saving: Promise<void>): Promise<void> {
    await focus(item);
    await saving;
    if (active.value === item && isFree())
      await focus(item);
  }

  function moveTo(item: ItemKey, target: Target | null): Promise<void> {
    const module = modules().find(one => one.id === target?.module);
    if (!target || !module)
      return Promise.resolve();
    const { lessons } = chosenOr(item);
    const title = modules().flatMap(one => one.lessons).find(one => one.id === idOf(item))?.title ?? '';
    const said = lessons.length > 1
      ? t('studio.outline.moved_many', { n: lessons.length, module: module.title }, lessons.length)
      : t('studio.outline.moved', { title, module: module.title });
    return keepFocus(item, acts.reorder(moveLessons(lessons, target), said, lessons.length > 1));
  }

  function moveModuleBehind(id: number, after: number | null): Promise<void> {
    const module = modules().find(one => one.id === id);
    return keepFocus(`m${id}`, acts.reorder(moveModule(id, after), t('studio.outline.moved_module', { title: module?.title ?? '' })));
  }

  function moveModuleBy(item: ItemKey, step: -1 | 1): void {
    const after = stepModule(placesOf({ modules: modules() }), idOf(item), step);
    if (after !== undefined)
      void moveModuleBehind(idOf(item), after);
  }

  function move(item: ItemKey, step: -1 | 1): void {
    if (!isLesson(item))
      return moveModuleBy(item, step);
    const places = placesOf({ modules: modules() });
    const chosen = inOrder(places, new Set(chosenOr(item).lessons));
    void moveTo(item, stepLesson(places, (step > 0 ? chosen.at(-1) : chosen[0])!, step));
  }

  function jump(item: ItemKey, step: -1 | 1): void {
    if (!isLesson(item))
      return moveModuleBy(item, step);
    void moveTo(item, jumpLesson(placesOf({ modules: modules() }), idOf(item), step));
  }

  return { active, focus, isFree, chosenOr, moveTo, moveModuleBehind, move, jump };
}

export type TreeMoves = ReturnType<typeof useTreeMoves>;
