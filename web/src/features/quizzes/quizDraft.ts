import type { Schemas } from '../../core/api';
import { newKey } from './questionKinds';
import type { Question, Quiz } from './types';

type Sent = Schemas['QuizForAuthors'];

/** The quiz as the server has it, ready to be edited. */
export function quizOf(sent: Sent): Quiz {
  return {
    row_version: sent.row_version,
    introduction: sent.introduction ?? '',
    time_limit_seconds: sent.time_limit_seconds ?? null,
    attempts_allowed: sent.attempts_allowed ?? null,
    pass_percent: sent.pass_percent ?? 60,
    is_shuffled: sent.is_shuffled ?? false,
    feedback: sent.feedback ?? 'after_submit',
    questions: sent.questions.map(questionOf),
  };
}

/** A question as the server has it, ready to be edited. */
export function questionOf(one: Sent['questions'][number]): Question {
  return { ...(one as unknown as Question), key: newKey(), uuid: one.uuid ?? null, points: trimmed(String(one.points)), options: (one.options ?? []).map(option => ({ html: option.html, weight: trimmed(String(option.weight)), feedback: option.feedback ?? '' })) };
}

/** "2.000" reads "2". */
export function trimmed(number: string): string {
  return number.includes('.') ? number.replace(/\.?0+$/, '') : number;
}

/** The quiz as the server takes it. Numbers that people write with a comma get a point. */
export function sentOf(quiz: Quiz): Omit<Sent, 'lesson_id' | 'row_version'> {
  const rest: Partial<Quiz> = { ...quiz };
  delete rest.row_version;
  return { ...rest, questions: quiz.questions.map(sentQuestion) } as unknown as Omit<Sent, 'lesson_id' | 'row_version'>;
}

/** A question as the server takes it. */
export function sentQuestion(question: Question): Omit<Question, 'key'> {
  const rest: Partial<Question> = { ...question, points: question.points.replace(',', '.') };
  delete rest.key;
  return rest as Omit<Question, 'key'>;
}

export function copyOf(question: Question): Question {
  return { ...(JSON.parse(JSON.stringify(question)) as Question), key: newKey(), uuid: null };
}
