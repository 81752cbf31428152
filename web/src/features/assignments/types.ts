import type { Schemas } from '../../core/api';
import type { BlockDocumentData } from '../../ui/blocks';

export type Task = Omit<Schemas['AssignmentTask'], 'brief'> & { brief: BlockDocumentData };
export type Work = Omit<Schemas['AssignmentWork'], 'assignment'> & { assignment: Task };
export type Submission = Schemas['OwnSubmission'];
export type WorkFile = Schemas['SubmissionFile'];
export type Rubric = Schemas['RubricContent'];
export type Level = Schemas['RubricScore'];
export type Passage = Schemas['Annotation'];
export type Comment = Schemas['SubmissionComment'];

/** What a lesson tells of its assignment. */
export interface AssignmentDetail { id: number; brief: BlockDocumentData; points: number; due_at: string | null; state: string | null }
