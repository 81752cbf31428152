import { onScopeDispose, readonly, ref, shallowRef, watch, type Ref } from 'vue';
import { http, Problem } from '../../core/api';
import { useI18n } from '../../core/i18n';
import type { SearchAnswer } from './types';

export const WAIT_MS = 150;
export const MIN_CHARACTERS = 2;

/** Results of the server while somebody types: asked when the typing pauses, the older question given up. */
export function useServerResults(query: Readonly<Ref<string>>) {
  const { locale } = useI18n();
  const answer = shallowRef<SearchAnswer | null>(null);
  const problem = shallowRef<Problem | null>(null);
  const isLoading = ref(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let controller = new AbortController();

  async function ask(text: string): Promise<void> {
    controller = new AbortController();
    const { signal } = controller;
    try {
      const found = await http.get<SearchAnswer>('/api/v1/search', { q: text, language: locale.value }, { signal });
      if (!signal.aborted)
        answer.value = found;
    }
    catch (error) {
      if (signal.aborted)
        return;
      answer.value = null;
      if (!(error instanceof Problem))
        throw error;
      problem.value = error;
    }
    finally {
      if (!signal.aborted)
        isLoading.value = false;
    }
  }

  function stop(): void {
    clearTimeout(timer);
    controller.abort();
  }

  watch(() => query.value.trim(), (text) => {
    stop();
    problem.value = null;
    isLoading.value = text.length >= MIN_CHARACTERS;
    if (isLoading.value)
      timer = setTimeout(() => void ask(text), WAIT_MS);
    else
      answer.value = null;
  }, { immediate: true });
  onScopeDispose(stop);

  return { answer: readonly(answer) as Readonly<typeof answer>, problem: readonly(problem) as Readonly<typeof problem>, isLoading: readonly(isLoading) };
}
