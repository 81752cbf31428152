import { computed, readonly, ref, shallowRef, toValue, watch, type MaybeRefOrGetter } from 'vue';
import { buildUrl, http, Problem, type QueryValue } from '../../core/api';
import type { ReportRows, Row } from './types';

/** Rows of a report, more of them on demand. Begins anew when address or filters change; nothing is asked for an empty path. */
export function useReportRows(path: MaybeRefOrGetter<string>, query: MaybeRefOrGetter<Record<string, QueryValue>>) {
  const page = shallowRef<ReportRows>();
  const rows = shallowRef<Row[]>([]);
  const problem = shallowRef<Problem | null>(null);
  const isLoading = ref(false);
  let controller = new AbortController();

  async function load(after?: string): Promise<void> {
    controller.abort();
    controller = new AbortController();
    const { signal } = controller;
    isLoading.value = true;
    problem.value = null;
    try {
      const found = await http.get<ReportRows>(toValue(path), { ...toValue(query), after }, { signal });
      rows.value = after ? [...rows.value, ...found.rows] : found.rows;
      page.value = found;
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

  const refresh = () => load();
  const loadMore = () => page.value?.next ? load(page.value.next) : Promise.resolve();
  watch(() => toValue(path) && buildUrl(toValue(path), toValue(query)), url => url ? load() : undefined, { immediate: true });

  return {
    page: readonly(page) as Readonly<typeof page>,
    rows: readonly(rows) as Readonly<typeof rows>,
    hasMore: computed(() => !!page.value?.next),
    problem: readonly(problem) as Readonly<typeof problem>,
    isLoading: readonly(isLoading),
    loadMore,
    refresh,
  };
}
