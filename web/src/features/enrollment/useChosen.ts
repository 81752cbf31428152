import { computed, shallowRef } from 'vue';

/** Which rows are chosen for an act on many; rows that are no longer shown are not. */
export function useChosen(shown: () => readonly number[]) {
  const chosen = shallowRef<ReadonlySet<number>>(new Set());
  const anchor = shallowRef<number | null>(null);
  const ids = computed(() => shown().filter(id => chosen.value.has(id)));
  const isAll = computed(() => shown().length > 0 && ids.value.length === shown().length);

  function toggle(id: number): void {
    const next = new Set(ids.value);
    if (!next.delete(id))
      next.add(id);
    chosen.value = next;
    anchor.value = id;
  }

  /** Everything from the last one chosen to this one. */
  function extend(id: number): void {
    const all = shown();
    const [from, to] = [all.indexOf(anchor.value ?? id), all.indexOf(id)];
    chosen.value = new Set([...ids.value, ...all.slice(Math.min(from, to), Math.max(from, to) + 1)]);
  }

  function toggleAll(): void {
    chosen.value = new Set(isAll.value ? [] : shown());
  }

  return { ids, isAll, has: (id: number) => chosen.value.has(id), toggle, extend, toggleAll, clear: () => { chosen.value = new Set(); } };
}

export type Chosen = ReturnType<typeof useChosen>;
