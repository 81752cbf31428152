import { computed } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { useApiQuery, type Page } from '../../core/api';
import { recall, remember } from '../../core/storage';
import { COLUMNS, FILTERS, USUAL_COLUMNS, type ColumnKey, type FilterKey, type Named } from './types';

/** Filters and order of the list, in the address; columns in this browser unless the address names them. */
export function usePeopleFilters() {
  const route = useRoute();
  const router = useRouter();
  const filters = computed(() => Object.fromEntries(FILTERS.map(key => [key, typeof route.query[key] === 'string' ? route.query[key] : ''])) as Record<FilterKey, string>);
  const isNarrowed = computed(() => FILTERS.some(key => key !== 'order' && filters.value[key] !== ''));
  const columns = computed<ColumnKey[]>(() => {
    const text = typeof route.query.columns === 'string' ? route.query.columns : recall('people-columns');
    const wanted = text ? text.split(',') : USUAL_COLUMNS;
    return COLUMNS.filter(key => (wanted as readonly string[]).includes(key));
  });

  function go(query: Record<string, string>): void {
    if (route.name === 'manage-people')
      void router.replace({ query: Object.fromEntries(Object.entries(query).filter(([, value]) => value !== '')) });
  }
  const set = (key: FilterKey, value: string): void => go({ ...(route.query as Record<string, string>), [key]: value });
  function setColumns(keys: readonly ColumnKey[]): void {
    remember('people-columns', keys.join(','));
    go({ ...(route.query as Record<string, string>), columns: keys.join(',') });
  }
  const clear = (): void => go({ order: filters.value.order });
  return { filters, isNarrowed, columns, set, setColumns, clear, show: go };
}

/** Roles, units and groups to choose from. Who may not list units or groups gets none. */
export function usePlaces() {
  const roles = useApiQuery<Page<{ code: string; name: string }>>('/api/v1/roles', { staleTime: 60_000 });
  const units = useApiQuery<Page<Named> | Named[]>('/api/v1/units', { staleTime: 60_000 });
  const groups = useApiQuery<Page<Named> | Named[]>('/api/v1/groups', { query: { limit: 100 }, staleTime: 60_000 });
  const rows = (data: Page<Named> | Named[] | undefined): Named[] => Array.isArray(data) ? data : data?.results ?? [];
  return {
    roles: computed(() => roles.data.value?.results ?? []),
    units: computed(() => rows(units.data.value)),
    groups: computed(() => rows(groups.data.value)),
  };
}
