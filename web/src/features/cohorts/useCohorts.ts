import { computed, type MaybeRefOrGetter } from 'vue';
import { toValue } from 'vue';
import { useApiQuery, type Page } from '../../core/api';
import { useI18n } from '../../core/i18n';
import { cohortUrls, type Cohort } from './api';

const MOST = 100;

/** The cohorts of a course as options of a select; the first is "none". */
export function useCohortOptions(slug: MaybeRefOrGetter<string>) {
  const { t } = useI18n();
  const { data } = useApiQuery<Page<Cohort>>(() => cohortUrls.cohorts(toValue(slug)), { query: { limit: MOST }, staleTime: 0 });
  const options = computed(() => [
    { value: '', label: t('cohorts.none') },
    ...(data.value?.results ?? []).map(cohort => ({ value: String(cohort.id), label: cohort.name })),
  ]);
  return { options };
}
