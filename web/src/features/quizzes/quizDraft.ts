import type { Schemas } from '../../core/api';
import { newKey } from './questionKinds';
import { extrasOf, placed, trimmed } from './placing';
import type { Question, Quiz, QuizRules } from './types';

type Sent = Schemas['QuizForAuthors'];

const NO_RULES: QuizRules = {
  introduction: '', time_limit_seconds: null, attempts_allowed: null, pass_percent: 60, is_shuffled: false, feedback: 'after_submit', mode: 'graded', navigation: 'all',
  opens_at: null, closes_at: null, grace_seconds: 5, password: '', retake_wait_minutes: 0, is_certainty_asked: false, wrong_penalty_percent: 0, reviews: [],
};

/** The quiz as the server has it, ready to be edited. */
export function quizOf(sent: Sent): Quiz {
  const names = Object.keys(NO_RULES) as (keyof QuizRules)[];
  const rules = Object.fromEntries(names.map(name => [name, sent[name] ?? NO_RULES[name]])) as unknown as QuizRules;
  return { ...rules, row_version: sent.row_version, questions: sent.questions.map(questionOf), extras: extrasOf(sent) };
}

/** A question as the server has it, ready to be edited. */
export function questionOf(one: Sent['questions'][number]): Question {
  const rest = { ...one };
  delete rest.part;
  return { ...(rest as unknown as Question), key: newKey(), uuid: one.uuid ?? null, points: trimmed(String(one.points)), options: (one.options ?? []).map(option => ({ html: option.html, weight: trimmed(String(option.weight)), feedback: option.feedback ?? '' })) };
}

/** The quiz as the server takes it. Numbers that people write with a comma get a point. */
export function sentOf(quiz: Quiz): Omit<Sent, 'lesson_id' | 'row_version'> {
  const rest: Partial<Quiz> = { ...quiz };
  delete rest.row_version;
  delete rest.extras;
  return { ...rest, ...placed(quiz) } as unknown as Omit<Sent, 'lesson_id' | 'row_version'>;
}

export function copyOf(question: Question): Question {
  return { ...(JSON.parse(JSON.stringify(question)) as Question), key: newKey(), uuid: null };
}
