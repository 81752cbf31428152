import { shallowRef } from 'vue';
import { announce } from '../../core/announce';
import { useI18n } from '../../core/i18n';
import { showToast } from '../../core/toasts';
import { studioApi } from './api';
import type { OutlineAnswer, OutlineChange } from './types';

type Act = (send: () => Promise<OutlineAnswer | null>) => Promise<OutlineAnswer | null>;

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

  /** Without a change: the last one. Which that is shows only when the acts before it have ended. */
  async function undo(wanted: OutlineChange | null = null): Promise<void> {
    let change = wanted;
    const answer = await act(async () => {
      change ??= last();
      return change && studioApi.undo(slug(), change.uuid);
    });
    if (!change)
      announce(t('studio.outline.nothing_to_undo'));
    if (!answer || !change)
      return;
    undone.value = [...undone.value, change];
    showToast(t(`studio.outline.undone.${change.kind}`, { n: change.count }, change.count), { tone: 'info', action: { label: t('studio.outline.redo'), run: () => void redo() } });
  }

  async function redo(): Promise<void> {
    const answer = await act(async () => {
      const change = undone.value.at(-1);
      const done = change ? await studioApi.redo(slug(), change.uuid) : null;
      undone.value = undone.value.slice(0, -1);
      return done;
    });
    if (answer)
      announce(t('studio.outline.redone'));
  }

  return { offer, undo, redo, undone };
}
