import { useQueryCache } from '@pinia/colada';
import { ref } from 'vue';
import { askAgain, Problem } from '../../core/api';
import { useI18n } from '../../core/i18n';
import { useProblemText } from '../../core/problemText';
import { showToast } from '../../core/toasts';
import { studioApi } from './api';
import type { OutlineAnswer, StudioOutline } from './types';

/** Sends acts on an outline one after the other, keeps what the server answers, and tells the author what failed. */
export function useActQueue(slug: () => string, refresh: () => Promise<unknown>) {
  const { t } = useI18n();
  const cache = useQueryCache();
  const problemText = useProblemText();
  const running = ref(0);
  let queue: Promise<unknown> = Promise.resolve();

  function store(answer: StudioOutline): void {
    cache.setQueryData([studioApi.outlineUrl(slug())], answer);
    // The course's page and the player show the same lessons.
    void askAgain(cache, { key: [`/api/v1/courses/${slug()}`] });
  }

  function tell(error: unknown, again: () => void): null {
    if (!(error instanceof Problem))
      throw error;
    showToast(problemText(error), { tone: 'error', action: { label: t('studio.outline.retry'), run: again } });
    return null;
  }

  async function attempt(send: () => Promise<OutlineAnswer | null>): Promise<OutlineAnswer | null> {
    try {
      const answer = await send();
      if (answer)
        store(answer.outline);
      return answer;
    }
    catch (error) {
      void refresh();
      return tell(error, () => void act(send));
    }
    finally {
      running.value -= 1;
    }
  }

  /** Runs an act behind those before it; answers null when it failed or there was nothing to do. */
  function act(send: () => Promise<OutlineAnswer | null>): Promise<OutlineAnswer | null> {
    running.value += 1;
    const done = queue.then(() => attempt(send));
    queue = done.catch(() => undefined);
    return done;
  }

  return { act, tell, running };
}
