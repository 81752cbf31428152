import { computed, toValue, type MaybeRefOrGetter } from 'vue';
import { useApiQuery, type Schemas } from '../../core/api';
import { useI18n } from '../../core/i18n';

type LessonDate = Schemas['LessonDate'];

/** The learner's own dates in a course, lesson by lesson; nothing is asked without a course. */
export function useLessonDates(slug: MaybeRefOrGetter<string | undefined>) {
  const { t, d } = useI18n();
  const { data } = useApiQuery<{ dates: LessonDate[] }>(
    () => `/api/v1/courses/${encodeURIComponent(toValue(slug) ?? '')}/my-dates`,
    { enabled: () => toValue(slug) !== undefined },
  );
  const byLesson = computed(() => new Map(data.value?.dates.map(date => [date.lesson_id, date])));
  const at = (instant: string) => d(new Date(instant), { day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' });

  function words(date: LessonDate): string {
    if (date.kind === 'sitting')
      return date.opens_at ? t('lesson-dates.exam', { at: at(date.opens_at) }) : '';
    if (date.state === 'not-open' && date.opens_at)
      return t('lesson-dates.opens', { at: at(date.opens_at) });
    if (!date.ends_at)
      return '';
    if (date.kind === 'quiz')
      return t('lesson-dates.closes', { at: at(date.ends_at) });
    return t(date.state === 'overdue' || date.state === 'missed' ? 'lesson-dates.was' : 'lesson-dates.due', { at: at(date.ends_at) });
  }

  /** What stands below a lesson; empty for one without a date, or that is done. */
  function text(lessonId: number): string {
    const date = byLesson.value.get(lessonId);
    if (!date || date.state === 'done' || date.state === 'done-late')
      return '';
    const told = words(date);
    return told && date.is_own_date ? `${told} · ${t('lesson-dates.own')}` : told;
  }

  return { text };
}
