import { computed, shallowRef, toValue, watch, type MaybeRefOrGetter } from 'vue';
import { useApiQuery } from '../../core/api';
import type { EnrollmentSums, LessonState, Outline, OutlineLesson } from './types';

/** The outline of a course with the learner's marks. `mark` shows a new state at once, before the next load. */
export function useOutline(slug: MaybeRefOrGetter<string>, ending: MaybeRefOrGetter<string> = '') {
  const query = useApiQuery<Outline>(() => `/api/v1/courses/${encodeURIComponent(toValue(slug))}/outline${toValue(ending)}`);
  const outline = shallowRef<Outline>();
  watch(query.data, (loaded) => { outline.value = loaded; }, { immediate: true });

  const lessons = computed<OutlineLesson[]>(() => outline.value?.modules.flatMap(module => module.lessons) ?? []);
  /** Where to go on: the last lesson unless it is done, else the first that is not done, else the first. */
  const resumeLesson = computed(() => {
    const last = lessons.value.find(lesson => lesson.id === outline.value?.enrollment?.last_lesson_id);
    if (last && last.state !== 'completed')
      return last;
    const after = last ? lessons.value.slice(lessons.value.indexOf(last) + 1) : [];
    return after.find(lesson => lesson.state !== 'completed') ?? lessons.value.find(lesson => lesson.state !== 'completed') ?? lessons.value[0];
  });

  function mark(lessonId: number, state: LessonState, enrollment?: EnrollmentSums): void {
    const present = outline.value;
    if (!present)
      return;
    outline.value = {
      ...present,
      enrollment: enrollment && present.enrollment ? { ...present.enrollment, ...enrollment } : present.enrollment,
      modules: present.modules.map(module => ({ ...module, lessons: module.lessons.map(lesson => lesson.id === lessonId ? { ...lesson, state } : lesson) })),
    };
  }

  return { outline, lessons, resumeLesson, mark, problem: query.problem, refresh: query.refresh };
}
