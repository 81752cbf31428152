import { computed, toValue, type MaybeRefOrGetter } from 'vue';
import { useApiQuery, type Schemas } from '../../core/api';

/** The quiz of an address in its course; `isElsewhere` once it is known to be a quiz of another course, or gone. */
export function useQuizOfCourse(slug: MaybeRefOrGetter<string>, quiz: MaybeRefOrGetter<string>) {
  const { data } = useApiQuery<Schemas['CourseQuizzes']>(() => `/api/v1/courses/${toValue(slug)}/quizzes`);
  const found = computed(() => data.value?.results.find(one => String(one.id) === toValue(quiz)));
  return { found, isElsewhere: computed(() => data.value !== undefined && !found.value) };
}
