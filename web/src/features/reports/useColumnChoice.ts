import { computed, ref, toValue, watch, type MaybeRefOrGetter } from 'vue';
import { recall, remember } from '../../core/storage';
import type { Report, ReportColumn } from './types';

const keyOf = (slug: string) => `report-columns.${slug}`;

/** The columns of a report that this reader wants to see, kept on this device. The first one names the row and always stays. */
export function useColumnChoice(report: MaybeRefOrGetter<Report>, filters: MaybeRefOrGetter<Record<string, string>>) {
  const hidden = ref<ReadonlySet<string>>(new Set());
  const shown = computed(() => toValue(report).columns.filter(column => column.is_shown));
  /** Chosen in the filter, a course is the same in every row: nobody has to read it fifty times. */
  const told = computed(() => new Set(shown.value.filter((column, place) => place > 0 && column.kind === 'course' && toValue(filters)[column.name]).map(column => column.name)));
  const choices = computed(() => shown.value.slice(1).filter(column => !told.value.has(column.name)));
  const columns = computed<ReportColumn[]>(() => shown.value.filter((column, place) => !place || !(told.value.has(column.name) || hidden.value.has(column.name))));

  watch(() => toValue(report).slug, (slug) => {
    hidden.value = new Set(recall(keyOf(slug))?.split(' ').filter(Boolean));
  }, { immediate: true });

  function toggle(name: string): void {
    const next = new Set(hidden.value);
    if (!next.delete(name))
      next.add(name);
    keep(next);
  }

  function keep(next: ReadonlySet<string>): void {
    hidden.value = next;
    remember(keyOf(toValue(report).slug), next.size ? [...next].join(' ') : null);
  }

  return { columns, choices, isShown: (name: string) => !hidden.value.has(name), hasHidden: computed(() => hidden.value.size > 0), toggle, showAll: () => keep(new Set()) };
}
