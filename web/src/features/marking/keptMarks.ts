import { keptRecord } from '../../core/keptRecord';
import type { Mark } from './types';

export interface KeptMark { version: number; mark: Mark }

/** Marks that have not reached the server, on this device, of one marker and one assignment. */
export const keptMarks = (owner: number, assignment: string) => keptRecord<KeptMark>(`marks.${owner}.${assignment}`);
