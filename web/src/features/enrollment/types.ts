import type { Schemas } from '../../core/api';

export type Status = Schemas['Enrollment']['status'];
export type LearnerCard = Schemas['LearnerCard'];
export type NamedCohort = Schemas['CohortName'];
/** A person of a course as staff see them. */
export type CoursePerson = Schemas['CourseLearner'];
/** One enrollment with its dates. */
export type OnePlace = Schemas['Enrollment'];
/** Somebody who asks to take a course. */
export type OpenRequest = Schemas['Request'];
/** Somebody in the line for a seat, or before it with a seat on offer. */
export type WaitingPerson = Schemas['WaitlistEntry'];
/** One change of somebody's place, who made it, and why. */
export type Transition = Schemas['Transition'];
export type BulkResult = Schemas['BulkResult'];
export type BulkAct = 'approve' | 'reject' | 'suspend' | 'resume' | 'reopen' | 'withdraw' | 'extend' | 'move';
export interface BulkDraft { enrollment_ids: number[]; act: BulkAct; reason?: string; until?: string | null; cohort_id?: number | null }
export type InviteReport = Schemas['CourseInviteReport'];
export interface InviteDraft { emails: string[]; message: string; language: string }
