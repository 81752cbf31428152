import { http, newKey, type Schemas } from '../../core/api';

export type Review = Schemas['CourseReviewPage'];
export type Finding = Schemas['ChecklistFinding'];
export type Thread = Schemas['CommentThread'];
export type Comment = Schemas['DraftComment'];
export type Team = Schemas['Team'];
export type Duty = Schemas['TeamMember']['duty'];
export type QueueEntry = Schemas['QueueEntry'];
export type StateChange = Schemas['StateChange'];
export type Step = 'submit' | 'withdraw' | 'approve' | 'request_changes' | 'publish' | 'schedule' | 'unpublish' | 'archive';

/** What a step asks for. */
export interface StepValues { reason: string; acceptWarnings: boolean; publishAt: string; mark: string }
export interface NewComment { body: string; lesson_id?: number | null; block_id?: string; quote?: string; thread_id?: number | null; mentioned_ids?: number[] }

export const duties: readonly Duty[] = ['owner', 'instructor', 'author', 'assistant', 'reviewer'];

const base = (slug: string) => `/api/v1/courses/${slug}`;
const once = () => ({ headers: { 'Idempotency-Key': newKey() } });

const bodies: Record<Step, (values: StepValues) => Record<string, unknown>> = {
  submit: values => ({ note: values.reason }),
  withdraw: values => ({ reason: values.reason }),
  approve: values => ({ decision: 'approve', reason: values.reason, mark: values.mark }),
  request_changes: values => ({ decision: 'request_changes', reason: values.reason }),
  publish: values => ({ reason: values.reason, accept_warnings: values.acceptWarnings }),
  schedule: values => ({ publish_at: values.publishAt, accept_warnings: values.acceptWarnings }),
  unpublish: values => ({ reason: values.reason }),
  archive: values => ({ reason: values.reason }),
};

export const lifecycleApi = {
  take(slug: string, step: Step, values: StepValues): Promise<unknown> {
    const body = bodies[step](values);
    if (step === 'schedule')
      return http.put(`${base(slug)}/schedule`, body);
    const path = step === 'approve' || step === 'request_changes' ? 'decide' : step;
    return http.post(`${base(slug)}/${path}`, body, once());
  },
  unschedule: (slug: string) => http.delete(`${base(slug)}/schedule`),
  setRule: (isRequired: boolean) => http.put<Schemas['ReviewRule']>('/api/v1/course-approvals/rule', { is_review_required: isRequired }),

  add: (slug: string, userId: number, duty: Duty) => http.post<Team>(`${base(slug)}/team`, { user_id: userId, duty }, once()),
  change: (slug: string, userId: number, values: { duty?: Duty; is_public?: boolean }) => http.patch<Team>(`${base(slug)}/team/members/${userId}`, values),
  remove: (slug: string, userId: number) => http.delete(`${base(slug)}/team/members/${userId}`),
  order: (slug: string, ids: number[]) => http.put<Team>(`${base(slug)}/team/order`, { user_ids: ids }),
  handOver: (slug: string, fromId: number, toId: number) => http.post<Team>(`${base(slug)}/team/owner`, { from_id: fromId, to_id: toId, duty: 'instructor' }, once()),
  invite: (slug: string, email: string, duty: Duty, language: string) => http.post<Schemas['TeamInvited']>(`${base(slug)}/team/invitations`, { email, duty, language }, once()),
  takeBack: (slug: string, id: number) => http.delete(`${base(slug)}/team/invitations/${id}`),
  candidates: (slug: string, search: string) => http.get<Schemas['TeamCandidate'][]>(`${base(slug)}/team/candidates?search=${encodeURIComponent(search)}`),

  comment: (slug: string, body: NewComment) => http.post<Thread>(`${base(slug)}/comments`, body, once()),
  edit: (id: number, body: string, mentionedIds: number[]) => http.patch<Thread>(`/api/v1/comments/${id}`, { body, mentioned_ids: mentionedIds }),
  discard: (id: number) => http.delete(`/api/v1/comments/${id}`),
  resolve: (id: number, isResolved: boolean) => http.put<Thread>(`/api/v1/comments/${id}/resolution`, { is_resolved: isResolved }),
};
