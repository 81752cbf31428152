import type { Schemas } from '../../core/api';
import type { BlockDocumentData } from '../../ui/blocks';

export type QuestionKind = Schemas['QuizQuestion']['kind'];
/** A response that names parts of the question; which of these, its kind says. */
export interface PartsResponse { value?: boolean; pairs?: Record<string, string>; order?: string[]; gaps?: Record<string, string> }
export type QuizResponse = { options: number[] } | { text: string } | PartsResponse;
export interface Part { key: string; html: string }
export interface Gap { number: number; kind: 'text' | 'number' | 'select'; words: Part[] }
/** What a learner is given to answer, by kind. */
export interface Inputs { variables?: string[]; unit?: string; prompts?: Part[]; matches?: Part[]; items?: Part[]; text?: string; gaps?: Gap[] }

export interface AttemptSummary {
  uuid: string;
  number: number;
  state: 'open' | 'submitted';
  started_at: string;
  due_at: string | null;
  submitted_at: string | null;
  points: number | null;
  max_points: number;
  percent: number | null;
  is_passed: boolean | null;
}

export interface QuizDetail {
  id: number;
  introduction: string;
  question_count: number;
  points: number;
  time_limit_seconds: number | null;
  attempts_allowed: number | null;
  pass_percent: number;
  attempts: AttemptSummary[];
}

export interface SlotResult { points: number; is_correct: boolean; feedback: string; explanation: string; correct_options: number[]; correct_text: string; correct_response?: PartsResponse | null }
export interface Slot {
  id: number;
  position: number;
  kind: QuestionKind;
  stem: BlockDocumentData;
  points: number;
  options: { id: number; html: string }[];
  hints: string[];
  inputs: Inputs | null;
  response: QuizResponse | null;
  result: SlotResult | null;
}
export interface Attempt extends AttemptSummary {
  quiz_id: number;
  lesson_id: number;
  pass_percent: number;
  server_time: string;
  slots: Slot[];
}
export interface AnswerReceipt { sequence: number; slot_id: number; outcome: 'saved' | 'late' | 'refused'; receipt: string | null; notice: string; code: string; detail: string }
export interface Receipts { state: Attempt['state']; server_time: string; due_at: string | null; receipts: AnswerReceipt[] }
export interface PracticeQuestion extends Pick<Slot, 'kind' | 'stem' | 'options' | 'hints' | 'inputs'> { uuid: string }
export interface PracticeResult extends Omit<SlotResult, 'points'> { share: number }
