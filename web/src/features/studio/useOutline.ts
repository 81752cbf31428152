import { computed, shallowRef } from 'vue';
import { announce } from '../../core/announce';
import { useApiQuery } from '../../core/api';
import { useI18n } from '../../core/i18n';
import { showToast } from '../../core/toasts';
import { studioApi } from './api';
import { arranged, placesOf, type Intent } from './order';
import type { OutlineAnswer, StudioOutline } from './types';
import { useActQueue } from './useActQueue';
import { useManyActs } from './useManyActs';
import { useUndo } from './useUndo';

/**
 * One course's outline and all that is done to it. Moves show at once and are saved against what the server had, so
 * that another author's moves meanwhile are joined and not lost.
 */
export function useOutline(slug: () => string) {
  const { t } = useI18n();
  const { data, problem, isPending, refresh } = useApiQuery<StudioOutline>(() => studioApi.outlineUrl(slug()));
  const intents = shallowRef<readonly Intent[]>([]);
  const outline = computed(() => data.value && intents.value.reduce((shown, intent) => arranged(shown, intent(placesOf(shown))), data.value));
  const { act, tell, running } = useActQueue(slug, refresh);
  const back = useUndo(slug, act, () => data.value?.undo ?? null);

  function isSame(intent: Intent): boolean {
    const places = outline.value ? placesOf(outline.value) : [];
    return JSON.stringify(places) === JSON.stringify(intent(places));
  }

  /** Shows the new order at once and saves it. Small steps are only spoken: a notice for each would pile up. */
  async function reorder(intent: Intent, said: string, isLoud = false): Promise<void> {
    if (!outline.value || isSame(intent))
      return;
    intents.value = [...intents.value, intent];
    announce(said);
    const answer = await act(() => {
      const seen = data.value!;
      const base = placesOf(seen);
      return studioApi.order(slug(), seen.tag, intent(base), base);
    });
    intents.value = intents.value.filter(one => one !== intent);
    back.offer(isLoud ? said : '', answer?.change ?? null);
    if (answer?.merged)
      showToast(t('studio.outline.merged'), { tone: 'info' });
  }

  function added(title: string, answer: OutlineAnswer | null): void {
    if (answer)
      announce(t('studio.outline.added', { title }));
  }

  async function addModule(title: string, after: number | null): Promise<number | null> {
    const answer = await act(() => studioApi.addModule(slug(), { title, after }));
    added(title, answer);
    return answer?.module_id ?? null;
  }

  async function addLesson(title: string, module: number, kind: string, after: number | null): Promise<number | null> {
    const answer = await act(() => studioApi.addLesson(slug(), { title, module, kind, after }));
    added(title, answer);
    return answer?.lesson_id ?? null;
  }

  return {
    outline, problem, isPending, refresh, isSaving: computed(() => running.value > 0),
    canUndo: computed(() => Boolean(data.value?.undo)), canRedo: computed(() => back.undone.value.length > 0),
    reorder, addModule, addLesson, ...useManyActs(slug, act, tell, back), undo: () => back.undo(), redo: back.redo,
  };
}

export type OutlineActs = ReturnType<typeof useOutline>;
