import { http, type Schemas } from '../../core/api';

export type MyReviews = Schemas['MyPeerReviews'];
export type Review = Omit<Schemas['PeerReviewSheet'], 'rubric'> & { rubric: Schemas['RubricContent'] | null };
export type Plan = Schemas['PeerPlanOfAssignment'];
export type PlanWrite = Schemas['PeerPlanWriteRequest'];
export type Work = Schemas['PeerWork'];
export type Chosen = Record<string, { level: string; comment: string }>;

const path = (assignment: string, what: string): string => `/api/v1/assignments/${assignment}/peer-${what}`;

export const peerApi = {
  write(review: Review, chosen: Chosen, comment: string, isFinal: boolean): Promise<Review> {
    const levels = Object.entries(chosen).map(([criterion, one]) => ({ criterion, level: one.level, comment: one.comment }));
    return http.put(`/api/v1/peer-reviews/${review.uuid}`, { levels, comment, is_final: isFinal }, { headers: { 'If-Match': `"${review.row_version}"` } });
  },
  savePlan: (assignment: string, plan: PlanWrite) => http.put<Plan>(path(assignment, 'plan'), plan),
  dropPlan: (assignment: string) => http.delete(path(assignment, 'plan')),
  allocate: (assignment: string) => http.post<{ count: number }>(path(assignment, 'allocation')),
  remind: (assignment: string) => http.post<{ count: number }>(path(assignment, 'reminders')),
  release: (assignment: string) => http.post(path(assignment, 'release')),
  take: (assignment: string, submissions: string[]) => http.post<{ count: number }>(path(assignment, 'proposals'), { submissions }),
  leaveOut: (review: string, isLeftOut: boolean) => http.put(`/api/v1/peer-reviews/${review}/left-out`, { is_left_out: isLeftOut }),
};
