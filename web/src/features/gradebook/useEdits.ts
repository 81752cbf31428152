import { computed, onBeforeUnmount, onMounted, ref, shallowRef } from 'vue';
import { newKey, Problem } from '../../core/api';
import { recall, remember } from '../../core/storage';
import { gradebookApi } from './api';
import type { BookRow, CellTuple, Change } from './types';

export interface Conflict {
  change: Change;
  cell: CellTuple | null;
}

interface Kept {
  key: string;
  changes: Change[];
}

const AGAIN_MS = 5000;
export const keyOf = (enrollment: number, item: number) => `${enrollment}:${item}`;

/**
 * Changes on their way: kept on this device until the server has them, sent one batch after the other under a key, so that
 * none is made twice. Batches that met a newer mark wait for a decision.
 */
export function useEdits(slug: () => string, saved: (rows: BookRow[], batch: string) => void) {
  const store = `gradebook.${slug()}`;
  const queue = ref<Kept[]>(parse(recall(store)));
  const conflicts = shallowRef<Conflict[]>([]);
  const refused = shallowRef<Problem | null>(null);
  const isOffline = ref(false);
  const pending = computed(() => new Map(queue.value.flatMap(kept => kept.changes).map(change => [keyOf(change.enrollment_id, change.item_id), change])));
  let isSending = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function keep(): void {
    remember(store, queue.value.length ? JSON.stringify(queue.value) : null);
  }

  function add(changes: Change[]): void {
    if (!changes.length)
      return;
    queue.value = [...queue.value, { key: newKey(), changes }];
    keep();
    void send();
  }

  async function send(): Promise<void> {
    if (isSending)
      return;
    isSending = true;
    clearTimeout(timer);
    try {
      for (let first = queue.value[0]; first; first = queue.value[0]) {
        if (!await sendOne(first))
          return;
        queue.value = queue.value.slice(1);
        keep();
      }
    }
    finally {
      isSending = false;
    }
  }

  /** Whether the batch is done with, for better or worse. */
  async function sendOne(kept: Kept): Promise<boolean> {
    try {
      const answer = await gradebookApi.change(slug(), kept.changes, kept.key);
      isOffline.value = false;
      follow(answer.rows);
      saved(answer.rows, answer.batch);
      return true;
    }
    catch (error) {
      if (!(error instanceof Problem))
        throw error;
      if (error.isOffline || error.status >= 500 || error.status === 429) {
        isOffline.value = true;
        timer = setTimeout(() => void send(), AGAIN_MS);
        return false;
      }
      settle(kept, error);
      return true;
    }
  }

  /** Changes that wait name the version they will meet: their own predecessor's. */
  function follow(rows: readonly BookRow[]): void {
    const versions = new Map(rows.flatMap(row => row.cells.map(cell => [keyOf(row.enrollment_id, cell[0]), cell[4]] as const)));
    queue.value = queue.value.map((kept, at) => at === 0
      ? kept
      : { ...kept, changes: kept.changes.map(change => ({ ...change, version: versions.get(keyOf(change.enrollment_id, change.item_id)) ?? change.version })) });
  }

  function settle(kept: Kept, problem: Problem): void {
    if (problem.code !== 'grades-conflict') {
      refused.value = problem;
      return;
    }
    const cells = (problem.facts.cells ?? []) as { enrollment_id: number; item_id: number; cell: CellTuple | null }[];
    const met = new Map(cells.map(one => [keyOf(one.enrollment_id, one.item_id), one.cell]));
    const isMet = (change: Change) => met.has(keyOf(change.enrollment_id, change.item_id));
    conflicts.value = [...conflicts.value, ...kept.changes.filter(isMet).map(change => ({ change, cell: met.get(keyOf(change.enrollment_id, change.item_id)) ?? null }))];
    const rest = kept.changes.filter(change => !isMet(change));
    if (rest.length)
      queue.value = [queue.value[0]!, { key: newKey(), changes: rest }, ...queue.value.slice(1)];
  }

  /** Mine: sends the change once more over what is there now. Theirs: lets it go. */
  function decide(isMine: boolean): void {
    const mine = conflicts.value.map(one => ({ ...one.change, version: one.cell?.[4] ?? 0 }));
    conflicts.value = [];
    if (isMine)
      add(mine);
  }

  const onOnline = () => void send();
  onMounted(() => {
    addEventListener('online', onOnline);
    void send();
  });
  onBeforeUnmount(() => {
    removeEventListener('online', onOnline);
    clearTimeout(timer);
  });
  return { add, decide, pending, conflicts, refused, isOffline };
}

function parse(text: string | null): Kept[] {
  try {
    const found: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(found) ? found as Kept[] : [];
  }
  catch {
    return [];
  }
}
