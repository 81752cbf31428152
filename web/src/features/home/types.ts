import type { Schemas } from '../../core/api';

export type Home = Schemas['Home'] & { staff: { sees_waiting: boolean } };
export type CalendarItem = Schemas['CalendarItem'];
export type NextStep = Schemas['NextStep'];
export type Resume = Schemas['Resume'];
export type HomeCourse = Schemas['HomeCourse'];
export type WeekPlan = Schemas['WeekPlan'];
export type Waiting = Schemas['Waiting'];
export type Finished = Schemas['Finished'];

export type WaitingKind = 'submissions' | 'unposted-marks' | 'answers' | 'question-reports' | 'exam-verdicts' | 'regrade-requests' | 'meetings' | 'enrollment-requests' | 'course-approvals' | 'reported-ratings' | 'privacy-requests';

/** So many things of a kind that are done on one page. */
export interface WaitingWork {
  kind: WaitingKind;
  count: number;
  /** When the oldest of them came. */
  since: string;
  path: string;
  course: { slug: string; title: string } | null;
  about: string;
}

export interface TeachingWaiting {
  results: WaitingWork[];
  row_count: number;
  count: number;
}
