import { shallowRef } from 'vue';
import { announce } from '../../core/announce';
import { useI18n } from '../../core/i18n';
import { showToast } from '../../core/toasts';
import { studioApi } from './api';
import type { OutlineAnswer, OutlineChange } from './types';

type Act = (send: () => Promise<OutlineAnswer>) => Promise<OutlineAnswer | null>;

/** Undo and redo of acts on an outline; the server does it, so that it works after a reload too. */
export function useUndo(slug: () => string, act: Act, last: () => OutlineChange | null) {
  const { t } = useI18n();
  const undone = shallowRef<readonly OutlineChange[]>([]);

  /** Says what was done, with a button that takes it back; says nothing without words. */
  function offer(text: string, change: OutlineChange | null): void {
    if (!change)
      return;
    undone.value = [];
    if (text)
      showToast(text, { action: { label: t('studio.outline.undo'), run: () => void undo(change) } });
  }

  async function undo(change = last()): Promise<void> {
    if (!change) {
      announce(t('studio.outline.nothing_to_undo'));
      return;
    }
    const answer = await act(() => studioApi.undo(slug(), change.uuid));
    if (!answer)
      return;
    undone.value = [...undone.value, change];
    showToast(t(`studio.outline.undone.${change.kind}`, { n: change.count }, change.count), { tone: 'info', action: { label: t('studio.outline.redo'), run: () => void redo() } });
  }

  async function redo(): Promise<void> {
    const change = undone.value.at(-1);
    if (!change)
      return;
    const answer = await act(() => studioApi.redo(slug(), change.uuid));
    undone.value = undone.value.slice(0, -1);
    if (answer)
      announce(t('studio.outline.redone'));
  }

  return { offer, undo, redo, undone };
}
