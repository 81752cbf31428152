import { computed } from 'vue';
import { useApiQuery } from '../../core/api';
import type { ReportEntry } from './types';

/** Groups in the order in which a reader looks for them; one that is not named here comes after. */
const ORDER = ['courses', 'learners', 'teaching'];

/** The reports that one may see, and the same by group. */
export function useReports() {
  const { data, problem, refresh } = useApiQuery<{ results: ReportEntry[] }>('/api/v1/reports', { staleTime: 60_000 });
  const reports = computed(() => data.value?.results ?? []);
  const groups = computed(() => {
    const names = [...new Set(reports.value.map(report => report.group))];
    const rank = (name: string) => ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length;
    return names.sort((a, b) => rank(a) - rank(b) || a.localeCompare(b))
      .map(name => ({ name, reports: reports.value.filter(report => report.group === name) }));
  });
  return { data, reports, groups, problem, refresh };
}
