import { useApiQuery, type Schemas } from '../../core/api';

/** The course of a studio page, asked for once however many parts of the page want it. */
export function useStudioCourse(slug: () => string) {
  const { data: course, problem, refresh } = useApiQuery<Schemas['CourseDetail']>(() => `/api/v1/courses/${slug()}`);
  return { course, problem, refresh };
}
