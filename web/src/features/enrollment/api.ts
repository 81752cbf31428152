import { http, newKey } from '../../core/api';
import type { BulkDraft, BulkResult, InviteDraft, InviteReport } from './types';

const course = (slug: string) => `/api/v1/courses/${encodeURIComponent(slug)}`;
const enrollment = (id: number) => `/api/v1/enrollments/${id}`;

/** Addresses that are read through the cache. */
export const enrollmentUrls = {
  people: (slug: string) => `${course(slug)}/learners`,
  requests: (slug: string) => `${course(slug)}/requests`,
  line: (slug: string) => `${course(slug)}/waitlist`,
  cohorts: (slug: string) => `${course(slug)}/cohorts`,
  transitions: (id: number) => `${enrollment(id)}/transitions`,
  allRequests: '/api/v1/teaching/requests',
};

export const enrollmentApi = {
  /** Problems: enrollment-state, course-full. */
  approve: (id: number) => http.post(`${enrollment(id)}/approve`, {}),
  reject: (id: number, reason: string) => http.post(`${enrollment(id)}/reject`, { reason }),
  suspend: (id: number, reason: string) => http.post(`${enrollment(id)}/suspension`, { reason }),
  /** Problem: course-full. */
  resume: (id: number) => http.delete(`${enrollment(id)}/suspension`),
  /** Problem: enrollment-state. */
  reopen: (id: number, reason: string) => http.post(`${enrollment(id)}/reopen`, { reason }),
  withdraw: (id: number, reason: string) => http.post(`${enrollment(id)}/withdraw`, { reason }),
  setPriority: (entryId: number, priority: number) => http.patch(`/api/v1/waitlist/${entryId}`, { priority }),
  many: (slug: string, draft: BulkDraft) => http.post<BulkResult>(`${course(slug)}/learners/bulk`, draft),
  extend: (id: number, kind: 'due' | 'access', until: string | null, reason: string) => http.post(`${enrollment(id)}/extensions`, { kind, until, reason }),
  invite: (slug: string, draft: InviteDraft) => http.post<InviteReport>(`${course(slug)}/invitations`, draft, { headers: { 'Idempotency-Key': newKey() } }),
  add: (slug: string, learnerId: number, reason: string) => http.post(`${course(slug)}/learners`, { learner_id: learnerId, reason }, { headers: { 'Idempotency-Key': newKey() } }),
};
