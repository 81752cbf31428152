import { onBeforeUnmount, onMounted, toValue, watch, type MaybeRefOrGetter } from 'vue';
import { Problem } from '../../core/api';
import { learningApi } from './api';
import type { ProgressAnswer, ProgressNote } from './types';

const NOTE_EVERY_MS = 30_000;

/**
 * Measures time in a lesson while its page is in view and tells the server every half minute, when the page is
 * hidden and when the lesson changes. `extra` adds what the video knows. A note that fails is tried with the next.
 */
export function useLessonClock(lessonId: MaybeRefOrGetter<number | null>, extra: () => Partial<ProgressNote>, onAnswer: (id: number, answer: ProgressAnswer) => void) {
  let since = performance.now();
  let owed = 0;
  let timer: ReturnType<typeof setInterval> | undefined;

  function gather(): number {
    const now = performance.now();
    if (!document.hidden)
      owed += (now - since) / 1000;
    since = now;
    return Math.min(120, Math.round(owed));
  }

  async function send(id = toValue(lessonId), isFirst = false): Promise<void> {
    const seconds = gather();
    const more = extra();
    if (id === null || (!isFirst && seconds < 1 && Object.keys(more).length === 0))
      return;
    owed = 0;
    try {
      onAnswer(id, await learningApi.noteProgress(id, { seconds, ...more }));
    }
    catch (error) {
      if (!(error instanceof Problem))
        throw error;
      if (error.isOffline || error.status >= 500)
        owed += seconds;
    }
  }

  function onVisibility(): void {
    if (document.hidden) {
      since = Math.min(since, performance.now());
      owed += (performance.now() - since) / 1000;
      since = performance.now();
      void send();
    }
    else {
      since = performance.now();
    }
  }

  watch(() => toValue(lessonId), (id, before) => {
    if (before)
      void send(before);
    owed = 0;
    since = performance.now();
    if (id)
      void send(id, true);
  }, { immediate: true });
  onMounted(() => {
    timer = setInterval(() => void send(), NOTE_EVERY_MS);
    document.addEventListener('visibilitychange', onVisibility);
  });
  onBeforeUnmount(() => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', onVisibility);
    void send();
  });

  return { send };
}
