import { watch, type MaybeRefOrGetter } from 'vue';
import type { QueryValue } from './http';
import { useApiPages } from './useApiPages';

/** No choice is longer: beyond it one searches. */
const MOST_ITEMS = 2000;

/** A whole list, for choices that cannot grow by "load more": page after page is fetched while each brings something. */
export function useAllPages<T>(path: MaybeRefOrGetter<string>, filters: MaybeRefOrGetter<Record<string, QueryValue>> = {}) {
  const list = useApiPages<T>(path, filters);
  watch(list.items, (now, before) => {
    const hasGrown = now.length > 0 && (now.length > before.length || now[0] !== before[0]);
    if (hasGrown && now.length < MOST_ITEMS && list.hasMore.value)
      void list.loadMore();
  });
  return list;
}
