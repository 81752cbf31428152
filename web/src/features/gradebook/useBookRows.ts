import { computed, ref, shallowRef, watch, type Ref } from 'vue';
import { Problem } from '../../core/api';
import { gradebookApi, type Filters } from './api';
import type { BookRow, CellTuple, Item } from './types';

const PAGE = 40;

/** The rows of the book, fetched as they come in sight and kept by place. */
export function useBookRows(slug: () => string, items: Ref<readonly Item[]>, filters: () => Filters) {
  const rows = shallowRef<readonly (BookRow | undefined)[]>([]);
  const count = ref<number>();
  const problem = shallowRef<Problem | null>(null);
  const places = computed(() => new Map(rows.value.flatMap((row, place) => row ? [[row.enrollment_id, place] as const] : [])));
  let asked = new Set<number>();
  let turn = 0;
  let shownTurn = 0;

  async function fetchPage(page: number): Promise<void> {
    asked.add(page);
    const mine = turn;
    try {
      const found = await gradebookApi.rows(slug(), page * PAGE, PAGE, items.value.map(item => item.id), filters());
      if (mine !== turn)
        return;
      problem.value = null;
      count.value = found.count;
      // Rows of the question before are other people.
      const next = mine === shownTurn ? rows.value.slice() : [];
      shownTurn = mine;
      found.rows.forEach((row, at) => (next[page * PAGE + at] = row));
      next.length = found.count;
      rows.value = next;
    }
    catch (error) {
      if (!(error instanceof Problem))
        throw error;
      asked.delete(page);
      if (mine === turn)
        problem.value = error;
    }
  }

  /** Fetches what is not there of the places from `from` to `to`. */
  function need(from: number, to: number): void {
    for (let page = Math.floor(from / PAGE); page * PAGE < Math.max(to, 1); page++) {
      if (!asked.has(page))
        void fetchPage(page);
    }
  }

  /** Asks anew; what is shown stays until the answer is there. */
  function refresh(): void {
    turn++;
    asked = new Set();
    need(0, PAGE);
  }

  /** Takes rows the server answered with; cells it did not name stay. */
  function take(fresh: readonly BookRow[]): void {
    const next = rows.value.slice();
    for (const row of fresh) {
      const place = places.value.get(row.enrollment_id);
      const before = place === undefined ? undefined : next[place];
      if (place !== undefined && before)
        next[place] = { ...row, cells: mergeCells(before.cells, row.cells) };
    }
    rows.value = next;
  }

  watch([slug, filters, () => items.value.map(item => item.id).join()], refresh);
  return { rows, count, problem, places, need, refresh, take };
}

export function mergeCells(before: readonly CellTuple[], fresh: readonly CellTuple[]): CellTuple[] {
  const named = new Set(fresh.map(cell => cell[0]));
  return [...before.filter(cell => !named.has(cell[0])), ...fresh];
}
