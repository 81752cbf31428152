import { computed, shallowRef } from 'vue';
import type { StudioOutline } from './types';

/** Which lessons are chosen for an act on many. Lessons that left the outline leave the choice. */
export function useSelection(outline: () => StudioOutline | null | undefined) {
  const chosen = shallowRef<ReadonlySet<number>>(new Set());
  const anchor = shallowRef<number | null>(null);
  const all = computed(() => outline()?.modules.flatMap(module => module.lessons.map(lesson => lesson.id)) ?? []);
  const ids = computed(() => all.value.filter(id => chosen.value.has(id)));

  function toggle(id: number): void {
    const next = new Set(ids.value);
    if (!next.delete(id))
      next.add(id);
    chosen.value = next;
    anchor.value = id;
  }

  /** Everything from the last one toggled to this one. */
  function extend(id: number): void {
    const from = all.value.indexOf(anchor.value ?? id);
    const to = all.value.indexOf(id);
    chosen.value = new Set([...ids.value, ...all.value.slice(Math.min(from, to), Math.max(from, to) + 1)]);
  }

  function toggleMany(many: readonly number[]): void {
    const isFull = many.every(id => chosen.value.has(id));
    chosen.value = new Set(isFull ? ids.value.filter(id => !many.includes(id)) : [...ids.value, ...many]);
  }

  function clear(): void {
    chosen.value = new Set();
  }

  return { ids, has: (id: number) => chosen.value.has(id), toggle, extend, toggleMany, clear, chooseAll: () => toggleMany(all.value) };
}

export type Selection = ReturnType<typeof useSelection>;
