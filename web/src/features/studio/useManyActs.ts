import { useI18n } from '../../core/i18n';
import { showToast } from '../../core/toasts';
import { studioApi } from './api';
import type { Chosen, OutlineAnswer, OutlineValues } from './types';
import type { useActQueue } from './useActQueue';
import type { useUndo } from './useUndo';

type Queue = ReturnType<typeof useActQueue>;

/** Acts on many lessons and modules at once. */
export function useManyActs(slug: () => string, act: Queue['act'], tell: Queue['tell'], back: ReturnType<typeof useUndo>) {
  const { t } = useI18n();
  const count = (chosen: Chosen) => chosen.lessons.length + chosen.modules.length;

  /** `said`: what a notice with an undo tells; nothing is told without. */
  async function set(chosen: Chosen, values: OutlineValues, said?: string): Promise<boolean> {
    const answer = await act(() => studioApi.set(slug(), chosen, values));
    if (said)
      back.offer(said, answer?.change ?? null);
    return answer !== null;
  }

  async function remove(chosen: Chosen): Promise<void> {
    const answer = await act(() => studioApi.remove(slug(), chosen));
    back.offer(t('studio.outline.deleted', { n: count(chosen) }, count(chosen)), answer?.change ?? null);
  }

  async function duplicate(chosen: Chosen): Promise<void> {
    const answer = await act(() => studioApi.copy(slug(), chosen, t('studio.outline.copy_label')));
    back.offer(t('studio.outline.copied', { n: count(chosen) }, count(chosen)), answer?.change ?? null);
  }

  /** Undoing a move to another course puts both courses back. */
  async function takeBack(answer: OutlineAnswer): Promise<void> {
    const sent = answer.target!;
    await studioApi.undo(sent.slug, sent.change.uuid).catch(error => tell(error, () => void takeBack(answer)));
    if (answer.change)
      await back.undo(answer.change);
  }

  /** Copies, or moves, to another course that the author may edit. */
  async function send(chosen: Chosen, target: string, isMove: boolean): Promise<boolean> {
    const answer = await act(() => studioApi.send(slug(), chosen, target, isMove));
    if (!answer?.target)
      return false;
    const facts = { n: count(chosen), course: answer.target.title };
    const text = isMove ? t('studio.outline.moved_to', facts, facts.n) : t('studio.outline.copied_to', facts, facts.n);
    showToast(text, { action: { label: t('studio.outline.undo'), run: () => void takeBack(answer) } });
    return true;
  }

  return { set, remove, duplicate, send };
}
