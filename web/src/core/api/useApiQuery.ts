import { useQuery } from '@pinia/colada';
import { computed, toValue, type MaybeRefOrGetter } from 'vue';
import { buildUrl, http, type QueryValue } from './http';
import { Problem } from './Problem';

export interface ApiQueryOptions {
  query?: MaybeRefOrGetter<Record<string, QueryValue>>;
  /** While false nothing is asked. */
  enabled?: MaybeRefOrGetter<boolean>;
  /** How long an answer counts as fresh, in milliseconds. */
  staleTime?: number;
}

/**
 * Reads one address through the query cache, keyed by the address. `problem` is what to show when
 * it fails; a bug is thrown on to the error boundary.
 */
export function useApiQuery<T>(path: MaybeRefOrGetter<string>, options: ApiQueryOptions = {}) {
  const url = computed(() => buildUrl(toValue(path), toValue(options.query) ?? {}));
  const query = useQuery<T, Error>({
    key: () => [url.value],
    query: ({ signal }) => http.get<T>(url.value, undefined, { signal }),
    enabled: () => toValue(options.enabled) ?? true,
    staleTime: options.staleTime ?? 5_000,
  });
  const problem = computed(() => toProblem(query.error.value));
  return {
    data: query.data,
    problem,
    isPending: query.isPending,
    isLoading: query.isLoading,
    refresh: query.refetch,
  };
}

export function toProblem(error: Error | null | undefined): Problem | null {
  if (!error || error instanceof Problem)
    return error ?? null;
  return new Problem({ status: 500, code: 'client-error', title: error.message });
}
