import { computed, onBeforeUnmount, onMounted, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue';
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

type Saved = (rows: BookRow[], batch: string) => void;

const AGAIN_MS = 5000;
const SERVER_FAULT = 500;
const TOO_MANY = 429;
export const keyOf = (enrollment: number, item: number) => `${enrollment}:${item}`;

interface Edits {
  queue: Ref<Kept[]>;
  conflicts: ShallowRef<Conflict[]>;
  refused: ShallowRef<Problem | null>;
  isOffline: Ref<boolean>;
}

/** Changes that wait name the version they will meet: their own predecessor's. */
function follow({ queue }: Edits, rows: readonly BookRow[]): void {
  const versions = new Map(rows.flatMap(row => row.cells.map(cell => [keyOf(row.enrollment_id, cell[0]), cell[4]] as const)));
  const next = (change: Change) => ({ ...change, version: versions.get(keyOf(change.enrollment_id, change.item_id)) ?? change.version });
  queue.value = queue.value.map((kept, at) => at === 0 ? kept : { ...kept, changes: kept.changes.map(next) });
}

/** A batch that met newer marks: those wait for a decision, the others of it go once more. */
function settle({ queue, conflicts, refused }: Edits, kept: Kept, problem: Problem): void {
  if (problem.code !== 'grades-conflict') {
    refused.value = problem;
    return;
  }
  const cells = (problem.facts.cells ?? []) as { enrollment_id: number; item_id: number; cell: CellTuple | null }[];
  const met = new Map(cells.map(one => [keyOf(one.enrollment_id, one.item_id), one.cell]));
  const isMet = (change: Change) => met.has(keyOf(change.enrollment_id, change.item_id));
  const fresh = kept.changes.filter(isMet).map(change => ({ change, cell: met.get(keyOf(change.enrollment_id, change.item_id)) ?? null }));
  conflicts.value = [...conflicts.value, ...fresh];
  const rest = kept.changes.filter(change => !isMet(change));
  if (rest.length)
    queue.value = [kept, { key: newKey(), changes: rest }, ...queue.value.slice(1)];
}

/** Whether the batch is done with, for better or worse; what the server could not be asked is not. */
async function sendOne(edits: Edits, slug: string, kept: Kept, saved: Saved): Promise<boolean> {
  try {
    const answer = await gradebookApi.change(slug, kept.changes, kept.key);
    edits.isOffline.value = false;
    follow(edits, answer.rows);
    saved(answer.rows, answer.batch);
    return true;
  }
  catch (error) {
    if (!(error instanceof Problem))
      throw error;
    edits.isOffline.value = error.isOffline || error.status >= SERVER_FAULT || error.status === TOO_MANY;
    if (!edits.isOffline.value)
      settle(edits, kept, error);
    return !edits.isOffline.value;
  }
}

/**
 * Changes on their way: kept on this device until the server has them, sent one batch after the other under a key, so that
 * none is made twice. Marks that somebody else changed meanwhile wait for a decision.
 */
export function useEdits(slug: () => string, saved: Saved) {
  const store = `gradebook.${slug()}`;
  const edits: Edits = { queue: ref(parse(recall(store))), conflicts: shallowRef([]), refused: shallowRef(null), isOffline: ref(false) };
  const { queue, conflicts, refused, isOffline } = edits;
  const pending = computed(() => new Map(queue.value.flatMap(kept => kept.changes).map(change => [keyOf(change.enrollment_id, change.item_id), change])));
  let isSending = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  watch(queue, () => remember(store, queue.value.length ? JSON.stringify(queue.value) : null), { flush: 'sync' });

  function add(changes: Change[]): void {
    if (!changes.length)
      return;
    queue.value = [...queue.value, { key: newKey(), changes }];
    void send();
  }

  async function send(): Promise<void> {
    if (isSending)
      return;
    isSending = true;
    clearTimeout(timer);
    try {
      for (let first = queue.value[0]; first; first = queue.value[0]) {
        if (await sendOne(edits, slug(), first, saved))
          queue.value = queue.value.slice(1);
        else
          break;
      }
      if (queue.value.length)
        timer = setTimeout(() => void send(), AGAIN_MS);
    }
    finally {
      isSending = false;
    }
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
