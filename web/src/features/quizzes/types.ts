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
}

export interface QuizRules {
  introduction: string;
  time_limit_seconds: number | null;
  attempts_allowed: number | null;
  pass_percent: number;
  is_shuffled: boolean;
  feedback: Sent['feedback'];
}

export interface Quiz extends QuizRules {
  row_version: number;
  questions: Question[];
}
