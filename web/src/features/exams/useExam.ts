import { useIntervalFn } from '@vueuse/core';
import { computed, onScopeDispose, shallowRef, watch } from 'vue';
import { Problem, useAction } from '../../core/api';
import { hearNews } from '../../core/live';
import { examsApi, type Exam } from './api';

const ASK_EVERY_MS = 10_000;

/** What an exam asks for and how the candidate stands; asks again while an invigilator is awaited. */
export function useExam(quizId: number, language: () => string) {
  const exam = shallowRef<Exam | null>(null);
  const isNone = shallowRef(false);
  const loading = useAction(async () => {
    try {
      exam.value = await examsApi.exam(quizId, language());
    }
    catch (error) {
      // The quiz is called an exam, and nothing is asked for it.
      if (!(error instanceof Problem) || error.code !== 'not-found')
        throw error;
      isNone.value = true;
    }
  });
  const session = computed(() => exam.value?.session ?? null);
  const isWaiting = computed(() => session.value?.state === 'waiting' || session.value?.is_device_waiting === true);
  const polling = useIntervalFn(() => void loading.run(), ASK_EVERY_MS, { immediate: false });
  watch(isWaiting, waits => waits ? polling.resume() : polling.pause());
  watch(language, () => void loading.run());
  onScopeDispose(hearNews(({ kind, payload }) => {
    if (kind === 'exam.notice' && payload.quiz_id === quizId)
      void loading.run();
  }));
  void loading.run();
  return { exam, session, isNone, isWaiting, loading };
}
