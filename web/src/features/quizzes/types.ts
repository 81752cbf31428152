import type { Schemas } from '../../core/api';
import type { BlockDocumentData } from '../../ui/blocks';

type Sent = Schemas['QuizForAuthors'];
type SentQuestion = Sent['questions'][number];

export type QuestionKind = SentQuestion['kind'];

/** A choice; `weight` is the share of the points that it earns, as text. */
export interface Option {
  html: string;
  weight: string;
  feedback: string;
}

/** An answer that a written question accepts; which fields it has depends on the kind. */
export interface Answer {
  text?: string;
  is_pattern?: boolean;
  value?: string;
  tolerance?: string;
  low?: string;
  high?: string;
  includes_low?: boolean;
  includes_high?: boolean;
  formula?: string;
  weight?: string | number;
  feedback?: string;
}

export interface Word { html: string; group?: number; weight?: number | string; feedback?: string }

/** A gap of a text: of one that is filled from a list `word`, else how it is filled. */
export interface GapSettings { word?: number | null; kind?: 'text' | 'number' | 'select'; weight?: number; answers?: Answer[]; words?: Word[]; is_case_sensitive?: boolean }

export interface QuestionSettings {
  scoring?: 'all_or_nothing' | 'weights' | 'each_decision' | 'halves' | 'each' | 'less_wrong' | 'neighbors';
  is_true?: boolean;
  pairs?: { prompt: string; match: string }[];
  distractors?: (string | { html: string })[];
  items?: { html: string }[];
  text?: string;
  words?: Word[];
  gaps?: GapSettings[];
  answers?: Answer[];
  unit?: { mode: 'ignored' | 'optional' | 'required'; names: string[] };
  is_case_sensitive?: boolean;
  accepts_any?: boolean;
  variables?: Record<string, [number, number]>;
  tolerance?: string;
  [other: string]: unknown;
}

/** A question as it is edited. `key` names it on the page only. */
export interface Question {
  key: string;
  uuid: string | null;
  kind: QuestionKind;
  title: string;
  points: string;
  stem: BlockDocumentData;
  settings: QuestionSettings;
  feedback_correct: string;
  feedback_incorrect: string;
  explanation: string;
  hints: string[];
  options: Option[];
  /** Public id of the rubric by which people mark it. */
  rubric?: string | null;
}

export interface QuizRules {
  introduction: string;
  time_limit_seconds: number | null;
  attempts_allowed: number | null;
  pass_percent: number;
  is_shuffled: boolean;
  feedback: NonNullable<Sent['feedback']>;
  mode: NonNullable<Sent['mode']>;
  navigation: NonNullable<Sent['navigation']>;
  opens_at: string | null;
  closes_at: string | null;
  grace_seconds: number;
  password: string;
  retake_wait_minutes: number;
  is_certainty_asked: boolean;
  wrong_penalty_percent: number;
  reviews: QuizReview[];
}

export type QuizReview = Required<Schemas['QuizReview']>;

/** A part begins before question number `after` (from 0), until the next part. */
export interface PartStart { type: 'part'; key: string; after: number; title: string; introduction: string; is_shuffled: boolean }

/** A place before question number `after` that each attempt fills at random from a bank. */
export interface Draw { type: 'draw'; key: string; after: number; bank_id: number; bank_title: string; category_id: number | null; is_deep: boolean; tag: string; count: number; points: string; fits: number | null }

/** What stands among the questions; at one place in the order of the list. */
export type Extra = PartStart | Draw;

export interface Quiz extends QuizRules {
  row_version: number;
  questions: Question[];
  extras: Extra[];
}
