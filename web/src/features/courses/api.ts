import { http } from '../../core/api';
import type { OwnEnrollment } from './types';

export const coursesApi = {
  /** Takes a seat for the signed-in learner; with the same key a repeated try gets the first answer. Problems: course-full, course-not-open, already-enrolled. */
  enroll: (slug: string, key: string) => http.post<OwnEnrollment>(`/api/v1/courses/${encodeURIComponent(slug)}/enroll`, {}, { headers: { 'Idempotency-Key': key } }),
};
