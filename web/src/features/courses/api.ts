import { http } from '../../core/api';
import type { CourseReview, EnrollDraft, OwnEnrollment } from './types';

const path = (slug: string): string => `/api/v1/courses/${encodeURIComponent(slug)}`;

export interface ReportDraft { reason: string; note: string }

export const coursesApi = {
  /** Takes a seat, asks for one or joins the line; with the same key a repeated try gets the first answer. Problems: course-full, course-not-open, already-enrolled. */
  enroll: (slug: string, draft: EnrollDraft, key: string) => http.post<OwnEnrollment>(`${path(slug)}/enroll`, draft, { headers: { 'Idempotency-Key': key } }),
  /** Leaves the course, takes a request back, or leaves the line. */
  withdraw: (id: number) => http.post(`/api/v1/enrollments/${id}/withdraw`, {}),
  pause: (id: number) => http.post(`/api/v1/enrollments/${id}/pause`),
  resume: (id: number) => http.delete(`/api/v1/enrollments/${id}/pause`),
  acceptOffer: (id: number) => http.post(`/api/v1/offers/${id}/accept`),
  declineOffer: (id: number) => http.post(`/api/v1/offers/${id}/decline`),
  save: (slug: string) => http.put<{ is_saved: boolean }>(`${path(slug)}/saved`),
  unsave: (slug: string) => http.delete<{ is_saved: boolean }>(`${path(slug)}/saved`),
  /** Problem: review-not-open. */
  writeReview: (slug: string, body: { stars: number; text: string }) => http.put<CourseReview>(`${path(slug)}/reviews/own`, body),
  deleteReview: (slug: string) => http.delete(`${path(slug)}/reviews/own`),
  vote: (id: number) => http.put<CourseReview>(`/api/v1/course-reviews/${id}/vote`),
  unvote: (id: number) => http.delete<CourseReview>(`/api/v1/course-reviews/${id}/vote`),
  report: (id: number, body: ReportDraft) => http.post(`/api/v1/course-reviews/${id}/reports`, body),
  answer: (id: number, text: string) => http.put<CourseReview>(`/api/v1/course-reviews/${id}/answer`, { text }),
};
