import { computed } from 'vue';
import { useApiQuery, type Page } from '../../core/api';
import type { Thread } from './api';
import { useCommentCounts } from './useCommentCounts';

const MOST = 100;

/** Unresolved threads of a lesson, and how many stand at each block of it. Nothing is offered to those who may not comment. */
export function useBlockThreads(slug: () => string, lessonId: () => number) {
  const { counts, refresh: refreshCounts } = useCommentCounts(slug);
  const isOffered = computed(() => counts.value !== undefined);
  const { data, problem, refresh: refreshThreads } = useApiQuery<Page<Thread>>(() => `/api/v1/courses/${slug()}/comments`, {
    query: () => ({ status: 'open', lesson: String(lessonId()), limit: String(MOST) }),
    enabled: isOffered,
  });
  const threads = computed(() => data.value?.results ?? []);
  const atBlock = computed(() => {
    const numbers = new Map<string, number>();
    for (const { block_id: id } of threads.value.filter(thread => thread.block_id))
      numbers.set(id, (numbers.get(id) ?? 0) + 1);
    return numbers;
  });

  async function refresh(): Promise<void> {
    await Promise.all([refreshThreads(), refreshCounts()]);
  }

  return { isOffered, threads, atBlock, problem, refresh };
}
