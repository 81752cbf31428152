import { computed, type Ref } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import type { Report } from './types';

/** Filters, order and chart of a report, kept in the address, so that a link shows what its sender saw. */
export function useReportAddress(report: Ref<Report | undefined>, slug: () => string) {
  const route = useRoute();
  const router = useRouter();
  const value = (name: string) => typeof route.query[name] === 'string' ? route.query[name] : '';
  const filters = computed(() => Object.fromEntries(
    (report.value?.filters ?? []).map(filter => [filter.name, value(filter.name)] as const).filter(([, text]) => text),
  ));
  const order = computed(() => value('order'));
  const chart = computed(() => Math.min(Number.parseInt(value('chart')) || 0, (report.value?.charts.length ?? 1) - 1));
  const query = computed(() => new URLSearchParams({ ...filters.value, ...order.value && { order: order.value } }).toString());

  function set(changes: Record<string, string>): void {
    if (route.params.slug !== slug())
      return;
    const cleaned = Object.fromEntries(Object.entries(changes).map(([name, text]) => [name, text || undefined]));
    void router.replace({ query: { ...route.query, ...cleaned } });
  }

  function clear(): void {
    set(Object.fromEntries((report.value?.filters ?? []).map(filter => [filter.name, ''])));
  }

  return { filters, order, chart, query, isFiltered: computed(() => Object.keys(filters.value).length > 0), set, clear };
}
