import type { Schemas } from '../../core/api';
import type { Task } from '../submissions';
import type { GivenLevels } from './rubricWorth';

export type Line = Schemas['QueuedSubmission'];
export type Sheet = Schemas['MarkingSheet'];
export type MarkingPlan = Schemas['MarkingPlanOfAssignment'];
export type Load = Schemas['MarkingLoad'];
export type MarkingTask = Omit<Schemas['MarkingTask'], 'assignment'> & { assignment: Task };
export type BankRubric = Schemas['Rubric'];
export type Remark = Schemas['Remark'];

/** What a marker says so far: the level by criterion, and points where they do not follow from the levels. */
export interface Mark {
  levels: GivenLevels;
  points: number | null;
  is_late_waived: boolean;
}
