import { computed, type ComputedRef } from 'vue';
import { useAllPages, type Schemas } from '../../core/api';
import type { Fact, Term, Unit } from './types';
import { treeRows } from './unitTree';

export interface Choice { value: string; label: string }
export type RuleChoices = ComputedRef<Partial<Record<Fact, Choice[]>> & { keys: Choice[] }>;

/** What a condition may ask for. A list that the reader may not see stays empty: then the value is written by hand. */
export function useRuleChoices(): RuleChoices {
  const roles = useAllPages<Schemas['Role']>('/api/v1/roles', { limit: 100 });
  const units = useAllPages<Unit>('/api/v1/units');
  const terms = useAllPages<Term>('/api/v1/terms');
  const fields = useAllPages<Schemas['CustomField']>('/api/v1/custom-fields', { limit: 100 });
  const jobs = useAllPages<Schemas['JobRole']>('/api/v1/job-roles', { limit: 100 });
  return computed(() => ({
    role: roles.items.value.map(role => ({ value: role.code, label: role.name })),
    unit: treeRows(units.items.value).map(({ unit, level }) => ({ value: String(unit.id), label: `${'\u2007\u2007'.repeat(level - 1)}${unit.name}` })),
    joined_in_term: terms.items.value.map(term => ({ value: String(term.id), label: term.name })),
    job_role: jobs.items.value.map(job => ({ value: String(job.id), label: job.name })),
    keys: fields.items.value.map(field => ({ value: field.key ?? '', label: field.label })),
  }));
}
