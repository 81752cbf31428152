import { computed, type Ref } from 'vue';
import type { Problem } from '../../core/api';
import { useI18n } from '../../core/i18n';

export interface Place {
  line: number;
  column: number;
  begin: number;
  end: number;
}

/** Why a statement is refused, in the reader's language, and where; null for other problems. */
export function useStatementProblem(problem: Ref<Problem | null>) {
  const { t, te } = useI18n();
  const facts = computed(() => problem.value?.code === 'report-statement-refused' ? problem.value.facts : null);
  const text = computed(() => {
    if (!facts.value)
      return '';
    const reason = String(facts.value.reason);
    const word = String(facts.value.word ?? '');
    return te(`report-studio.reasons.${reason}`) ? t(`report-studio.reasons.${reason}`, { word }) : problem.value?.errors[0]?.detail ?? '';
  });
  const place = computed<Place | null>(() => facts.value && {
    line: Number(facts.value.line),
    column: Number(facts.value.column),
    begin: Number(facts.value.begin),
    end: Number(facts.value.end),
  });
  return { text, place };
}
