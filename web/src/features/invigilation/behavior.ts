import type { Schemas } from '../../core/api';

export interface Behavior {
  is_marked: boolean;
  compared: number;
  distance: number | null;
  has_more_time: boolean;
  measures: { name: string; value: number; usual: number; share: number }[];
  answers: { number: number; seconds: number; usual: number; is_fast: boolean; is_right: boolean | null }[];
}
export interface BehaviorSummary {
  is_compared: boolean;
  needed: number;
  people: number;
  marked: number;
  compared_at: string | null;
  groups: { group: 'more_time' | 'no_more_time'; people: number; marked: number }[];
}
export type Candidate = Schemas['CandidateSession'] & { is_unusual?: boolean };
export type CandidateDetail = Schemas['CandidateDetail'] & { is_unusual?: boolean; behavior?: Behavior | null };
