import { computed, ref, watch } from 'vue';
import { useAction, useApiPages } from '../../core/api';
import { useI18n } from '../../core/i18n';
import { useProblemText } from '../../core/problemText';
import { showToast } from '../../core/toasts';
import { enrollmentApi, enrollmentUrls } from './api';
import type { WaitingPerson } from './types';
import { changesOfMove, type PriorityChange } from './waitlistOrder';

/** The line for a seat in a course, and its order. */
export function useLine(slug: () => string) {
  const { t } = useI18n();
  const words = useProblemText();
  const list = useApiPages<WaitingPerson>(() => enrollmentUrls.line(slug()), { limit: 100 });
  const rows = ref<WaitingPerson[]>([]);
  watch(list.items, (items) => { rows.value = items.filter(item => item.state === 'waiting').map(item => ({ ...item })); }, { immediate: true });
  // Who has a seat on offer stands before the line; nobody can take that place.
  const offered = computed(() => list.items.value.filter(item => item.state === 'offered'));

  const sending = useAction(async (changes: PriorityChange[]) => {
    for (const change of changes)
      await enrollmentApi.setPriority(change.id, change.priority);
  });

  async function send(changes: PriorityChange[]): Promise<boolean> {
    const isDone = await sending.run(changes);
    if (!isDone && sending.problem.value)
      showToast(words(sending.problem.value), { tone: 'error' });
    await list.refresh();
    return isDone;
  }

  /** Moves at once on the screen; the answer of the server has the last word. */
  async function move(from: number, to: number): Promise<void> {
    const before = rows.value;
    const changes = changesOfMove(before, from, to);
    const old = new Map(before.map(row => [row.id, row.priority]));
    const back = changes.map(({ id }) => ({ id, priority: old.get(id)! }));
    const next = [...before];
    next.splice(to, 0, ...next.splice(from, 1));
    rows.value = next;
    if (await send(changes))
      showToast(t('enrollment.line.saved'), { action: { label: t('enrollment.undo'), run: () => void send(back) } });
  }

  const removing = useAction(async (row: WaitingPerson) => {
    await enrollmentApi.withdraw(row.enrollment_id, '');
    showToast(t('enrollment.line.removed', { name: row.learner.display_name }));
    await list.refresh();
  });

  return { list, rows, offered, move, remove: removing.run, isPending: sending.isPending, removeProblem: removing.problem };
}
