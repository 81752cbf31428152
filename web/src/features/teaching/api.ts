import { http, newKey, Problem, type Schemas } from '../../core/api';

const course = (slug: string) => `/api/v1/courses/${encodeURIComponent(slug)}`;
const once = () => ({ headers: { 'Idempotency-Key': newKey() } });
const POLL_MS = 700;

/** Waits until a copy is made; answers the address word of the new course. */
async function finished(copy: Schemas['Copy'], onProgress: (percent: number) => void): Promise<string> {
  let present = copy;
  while (!present.course) {
    if (present.error_code)
      throw new Problem({ status: 409, code: present.error_code, title: present.error_code });
    onProgress(present.total_count ? Math.round(present.done_count / present.total_count * 100) : 0);
    await new Promise(resolve => setTimeout(resolve, POLL_MS));
    present = await http.get<Schemas['Copy']>(`/api/v1/course-copies/${copy.uuid}`);
  }
  return present.course.slug;
}

export const teachingApi = {
  create: (values: { title: string; language: string }) => http.post<Schemas['CourseDetail']>('/api/v1/courses', values, once()),
  /** A course made from a template; large ones take a while. */
  createFrom: async (template: string, values: { title: string; language: string }, onProgress: (percent: number) => void) =>
    finished(await http.post<Schemas['Copy']>(`${course(template)}/copies`, values, once()), onProgress),
  unpublish: (slug: string) => http.post(`${course(slug)}/unpublish`),
  archive: (slug: string) => http.post(`${course(slug)}/archive`),
};
