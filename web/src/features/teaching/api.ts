import { http } from '../../core/api';

const course = (slug: string) => `/api/v1/courses/${encodeURIComponent(slug)}`;

export const teachingApi = {
  /** Shows a draft in the catalog. Problem course-empty without a published lesson. */
  publish: (slug: string) => http.post(`${course(slug)}/publish`),
  unpublish: (slug: string) => http.post(`${course(slug)}/unpublish`),
  archive: (slug: string) => http.post(`${course(slug)}/archive`),
};
