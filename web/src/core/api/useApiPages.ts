import { computed, readonly, ref, shallowRef, toValue, watch, type MaybeRefOrGetter } from 'vue';
import { buildUrl, http, type QueryValue } from './http';
import { Problem } from './Problem';

export interface Page<T> {
  results: T[];
  /** Cursor of the next page, or null on the last. */
  next: string | null;
  count?: number;
}

/** A list that grows by "load more" (keyset pages). Starts again when the address or filters change. */
export function useApiPages<T>(path: MaybeRefOrGetter<string>, filters: MaybeRefOrGetter<Record<string, QueryValue>> = {}) {
  const items = shallowRef<T[]>([]);
  const next = ref<string | null>(null);
  const count = ref<number>();
  const problem = shallowRef<Problem | null>(null);
  const isLoading = ref(false);
  const isPending = ref(true);
  const url = computed(() => buildUrl(toValue(path), toValue(filters)));
  let controller = new AbortController();

  async function load(cursor: string | null) {
    controller.abort();
    controller = new AbortController();
    const { signal } = controller;
    isLoading.value = true;
    problem.value = null;
    try {
      const page = await http.get<Page<T>>(toValue(path), { ...toValue(filters), cursor }, { signal });
      items.value = cursor ? [...items.value, ...page.results] : page.results;
      next.value = page.next;
      count.value = page.count ?? count.value;
      isPending.value = false;
    }
    catch (error) {
      if (signal.aborted)
        return;
      if (!(error instanceof Problem))
        throw error;
      problem.value = error;
      isPending.value = false;
    }
    finally {
      if (!signal.aborted)
        isLoading.value = false;
    }
  }

  const refresh = () => load(null);
  const loadMore = () => next.value ? load(next.value) : Promise.resolve();

  watch(url, refresh, { immediate: true });

  return {
    items: readonly(items) as Readonly<typeof items>,
    hasMore: computed(() => next.value !== null),
    count: readonly(count),
    problem: readonly(problem) as Readonly<typeof problem>,
    isLoading: readonly(isLoading),
    isPending: readonly(isPending),
    loadMore,
    refresh,
  };
}
