import type { Schemas } from '../../core/api';
import type { BlockDocumentData } from '../../ui/blocks';

export type Task = Omit<Schemas['AssignmentTask'], 'brief'> & { brief: BlockDocumentData };
export type WorkFile = Schemas['SubmissionFile'];
export type Rubric = Schemas['RubricContent'];
export type Level = Schemas['RubricScore'];
export type Passage = Schemas['Annotation'];
export type Comment = Schemas['SubmissionComment'];
