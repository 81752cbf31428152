import { computed } from 'vue';
import { useRoute, useRouter } from 'vue-router';

export const filterNames = ['action', 'kind', 'actor', 'subject', 'target_type', 'target_id', 'request', 'from', 'to'] as const;
export type FilterName = typeof filterNames[number];

/** What the auditor looks for, kept in the address. */
export function useAuditFilters() {
  const route = useRoute();
  const router = useRouter();
  const filters = computed(() => Object.fromEntries(filterNames.map(name => [name, typeof route.query[name] === 'string' ? route.query[name] : ''])) as Record<FilterName, string>);
  const given = computed(() => Object.entries(filters.value).filter(([, value]) => value));
  const query = computed(() => new URLSearchParams(given.value).toString());

  function set(changes: Partial<Record<FilterName, string>>): void {
    if (route.name === 'audit')
      void router.replace({ query: { ...route.query, ...Object.fromEntries(Object.entries(changes).map(([name, value]) => [name, value || undefined])) } });
  }

  /** A writable ref of one filter. */
  function field(name: FilterName) {
    return computed({ get: () => filters.value[name], set: value => set({ [name]: value }) });
  }

  return { filters, query, isFiltered: computed(() => given.value.length > 0), set, field };
}
