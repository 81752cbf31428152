import type { Schemas } from '../../core/api';
import type { BlockDocumentData } from '../../ui/blocks';
import type { Level, Rubric } from '../submissions';

export type QuestionKind = Schemas['QuizQuestion']['kind'];
/** A response that names parts of the question; which of these, its kind says. */
/** A place on a picture in percent of its width and height. */
export type Place = [number, number];
export interface PartsResponse { value?: boolean; pairs?: Record<string, string>; order?: string[]; gaps?: Record<string, string>; text?: string; files?: string[]; points?: Place[] | Record<string, Place>; regions?: string[]; places?: Record<string, string> }
export type QuizResponse = { options: number[] } | { text: string } | PartsResponse;
export interface Part { key: string; html: string }
export interface Gap { number: number; kind: 'text' | 'number' | 'select'; words: Part[] }
export interface Picture { src: string; alt: string; width?: number | null; height?: number | null }
/** A place for a label; where it lies is told only when it is to be seen. */
export interface ShownPlace { key: string; label: string; shape?: 'rectangle' | 'circle' | 'polygon'; x?: number; y?: number; width?: number; height?: number; radius?: number; corners?: Place[] }
/** What a learner is given to answer, by kind. */
export interface Inputs { variables?: string[]; unit?: string; prompts?: Part[]; matches?: Part[]; items?: Part[]; text?: string; gaps?: Gap[]; picture?: Picture | null; ratio?: number; count?: number; choices?: Part[]; places?: ShownPlace[]; shows_places?: boolean; lines?: number; min_words?: number | null; max_words?: number | null; template?: string; max_files?: number; max_megabytes?: number; file_types?: string[] }

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

/** What may be told at some moment. `key`: what would have been right. */
export interface Review { points: boolean; responses: boolean; correctness: boolean; feedback: boolean; key: boolean }
export type Navigation = 'all' | 'one_by_one' | 'forward';

export interface QuizDetail {
  id: number;
  introduction: string;
  question_count: number;
  points: number;
  time_limit_seconds: number | null;
  attempts_allowed: number | null;
  pass_percent: number;
  mode: 'practice' | 'graded' | 'exam';
  navigation: Navigation;
  opens_at: string | null;
  closes_at: string | null;
  retake_wait_minutes: number;
  next_attempt_at: string | null;
  needs_password: boolean;
  is_accommodated: boolean;
  is_certainty_asked: boolean;
  wrong_penalty_percent: number;
  server_time: string;
  reviews: Partial<Record<'just_after' | 'while_open' | 'closed', Review>>;
  attempts: AttemptSummary[];
}

export interface SlotResult { points: number | null; is_correct: boolean | null; is_waiting?: boolean; remark?: string; feedback: string; explanation: string; correct_options: number[]; correct_text: string; correct_response?: PartsResponse | null }
/** What practice told at once about an answer; what would have been right comes with the last check. */
export interface AnswerCheck { is_correct: boolean; share: number; is_last: boolean; wrong_count: number; response: QuizResponse; feedback: string; explanation: string; correct_options: number[]; correct_text: string; correct_response: PartsResponse | null }
export interface Slot {
  id: number;
  position: number;
  part_id: number | null;
  kind: QuestionKind;
  stem: BlockDocumentData;
  points: number;
  options: { id: number; html: string }[];
  hints: string[];
  inputs: Inputs | null;
  response: QuizResponse | null;
  /** How sure the learner was, 1 to 3. */
  certainty: number | null;
  result: SlotResult | null;
  /** Of the answer that stands, in practice. */
  check?: AnswerCheck | null;
  /** By which a person marked it, with the levels reached. */
  rubric?: { rubric: Rubric; levels: Level[] } | null;
}
export interface Attempt extends AttemptSummary {
  quiz_id: number;
  lesson_id: number;
  pass_percent: number;
  server_time: string;
  review: Review;
  /** Answers that wait for a person. */
  needs_marking: number;
  is_certainty_asked: boolean;
  wrong_penalty_percent?: number;
  /** Single answers can be checked now: practice. */
  can_check?: boolean;
  navigation: Navigation;
  /** All questions, those included that are not shown now. */
  slot_count: number;
  reached: number;
  parts: { id: number; title: string; introduction: string }[];
  slots: Slot[];
}
export interface AnswerReceipt { sequence: number; slot_id: number; outcome: 'saved' | 'late' | 'refused'; receipt: string | null; notice: string; code: string; detail: string }
export interface Receipts { state: Attempt['state']; server_time: string; due_at: string | null; receipts: AnswerReceipt[] }
export interface PracticeQuestion extends Pick<Slot, 'kind' | 'stem' | 'options' | 'hints' | 'inputs'> { uuid: string }
export interface PracticeResult extends Omit<SlotResult, 'points' | 'is_correct'> { share: number; is_correct: boolean }
