import type { Schemas } from '../../core/api';

export type Book = Schemas['Gradebook'];
export type Item = Schemas['GradeItem'];
export type State = 'none' | 'needs_marking' | 'graded' | 'missing' | 'excused';

/** As the server sends it: item, points, points at most, state, version, whether somebody overrode the work's own points. */
export type CellTuple = [number, number | null, number, State, number, boolean];

export interface BookRow {
  enrollment_id: number;
  learner_id: number;
  name: string;
  current: number | null;
  final: number | null;
  letter: string;
  cells: CellTuple[];
}

export interface Change {
  enrollment_id: number;
  item_id: number;
  act: 'set' | 'excuse' | 'missing' | 'clear';
  points: number | null;
  version: number;
  reason: string;
}

export interface Place {
  row: number;
  column: number;
}

export type Request = Schemas['RegradeRequest'];
export type Scheme = Schemas['GradingScheme'];
