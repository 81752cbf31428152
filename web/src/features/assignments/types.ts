import type { Schemas } from '../../core/api';
import type { BlockDocumentData } from '../../ui/blocks';
import type { Task } from '../submissions';

export type { Comment, Task, WorkFile } from '../submissions';
export type Work = Omit<Schemas['AssignmentWork'], 'assignment'> & { assignment: Task };
export type Submission = Schemas['OwnSubmission'];

/** What a lesson tells of its assignment. */
export interface AssignmentDetail { id: number; brief: BlockDocumentData; points: number; due_at: string | null; state: string | null }
