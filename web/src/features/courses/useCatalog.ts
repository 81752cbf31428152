import { readonly, ref, shallowRef, toValue, watch, type MaybeRefOrGetter } from 'vue';
import { buildUrl, http, Problem, type QueryValue } from '../../core/api';
import type { CatalogAnswer, CourseCardData, Facets } from './types';

/** The catalog under filters: cards that grow by "load more", and what the first page says around them. */
export function useCatalog(filters: MaybeRefOrGetter<Record<string, QueryValue>>) {
  const items = shallowRef<CourseCardData[]>([]);
  const first = shallowRef<CatalogAnswer>();
  const facets = shallowRef<Facets>();
  const next = ref<string | null>(null);
  const problem = shallowRef<Problem | null>(null);
  const isLoading = ref(false);
  let controller = new AbortController();

  async function load(cursor: string | null): Promise<void> {
    controller.abort();
    controller = new AbortController();
    const { signal } = controller;
    isLoading.value = true;
    problem.value = null;
    try {
      const page = await http.get<CatalogAnswer>('/api/v1/courses', { ...toValue(filters), facets: true, cursor }, { signal });
      items.value = cursor ? [...items.value, ...page.results] : page.results;
      next.value = page.next;
      if (!cursor)
        first.value = page;
      facets.value = page.facets ?? facets.value;
    }
    catch (error) {
      if (signal.aborted)
        return;
      if (!(error instanceof Problem))
        throw error;
      problem.value = error;
    }
    finally {
      if (!signal.aborted)
        isLoading.value = false;
    }
  }

  const refresh = () => load(null);
  const loadMore = () => next.value ? load(next.value) : Promise.resolve();
  watch(() => buildUrl('/', toValue(filters)), refresh, { immediate: true });

  return { items: readonly(items) as Readonly<typeof items>, first: readonly(first) as Readonly<typeof first>, facets: readonly(facets) as Readonly<typeof facets>, next: readonly(next), problem: readonly(problem) as Readonly<typeof problem>, isLoading: readonly(isLoading), loadMore, refresh };
}
