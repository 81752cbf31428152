import type { Schemas } from '../../core/api';
import { newKey } from './questionKinds';
import type { Draw, Extra, PartStart, Question, Quiz } from './types';

type Sent = Schemas['QuizForAuthors'];

/** "2.000" reads "2". */
export function trimmed(number: string): string {
  return number.includes('.') ? number.replace(/\.?0+$/, '') : number;
}

/** A question as the server takes it. */
export function sentQuestion(question: Question): Omit<Question, 'key'> {
  const rest: Partial<Question> = { ...question, points: question.points.replace(',', '.') };
  delete rest.key;
  return rest as Omit<Question, 'key'>;
}

/** Parts and draws of the quiz in one order, each before a question. */
export function extrasOf(sent: Sent): Extra[] {
  const parts: PartStart[] = (sent.parts ?? []).map(part => ({ type: 'part', key: newKey(), after: 0, title: part.title ?? '', introduction: part.introduction ?? '', is_shuffled: part.is_shuffled ?? false }));
  const found: Extra[] = [];
  let begun = 0;
  const begin = (part: number | null | undefined, after: number): void => {
    for (; part !== null && part !== undefined && begun <= part; begun++)
      found.push({ ...parts[begun]!, after });
  };
  for (let place = 0; place <= sent.questions.length; place++) {
    for (const draw of (sent.draws ?? []).filter(one => one.after === place)) {
      begin(draw.part, place);
      found.push(drawOf(draw, place));
    }
    begin(sent.questions[place]?.part, place);
  }
  begin(parts.length - 1, sent.questions.length);
  return found;
}

function drawOf(draw: Sent['draws'][number], after: number): Draw {
  return { type: 'draw', key: newKey(), after, bank_id: draw.bank_id, bank_title: draw.bank_title, category_id: draw.category_id ?? null, is_deep: draw.is_deep ?? true, tag: draw.tag ?? '', count: draw.count ?? 1, points: trimmed(String(draw.points ?? 1)), fits: draw.fits };
}

/** Questions, parts and draws as the server takes them: each question and draw names its part by place. */
export function placed(quiz: Quiz): { questions: unknown[]; parts: unknown[]; draws: unknown[] } {
  const parts: unknown[] = [];
  const draws: unknown[] = [];
  const questions: unknown[] = [];
  const part = (): number | null => parts.length ? parts.length - 1 : null;
  for (let place = 0; place <= quiz.questions.length; place++) {
    for (const one of quiz.extras.filter(extra => extra.after === place)) {
      if (one.type === 'part')
        parts.push({ title: one.title, introduction: one.introduction, is_shuffled: one.is_shuffled });
      else
        draws.push({ ...sentDraw(one), part: part(), after: place });
    }
    const question = quiz.questions[place];
    if (question)
      questions.push({ ...sentQuestion(question), ...parts.length ? { part: part() } : {} });
  }
  return { questions, parts, draws };
}

/** The draw as the server takes it, without its place. */
export function sentDraw(draw: Draw): Record<string, unknown> {
  return { bank_id: draw.bank_id, category_id: draw.category_id, is_deep: draw.is_deep, tag: draw.tag.trim(), count: draw.count, points: draw.points.replace(',', '.') };
}

/** The extras when a question was put in (`by` 1) or taken out (-1) at the place. */
export function shifted(extras: Extra[], place: number, by: 1 | -1): Extra[] {
  return extras.map(one => one.after > place ? { ...one, after: one.after + by } : one);
}

/** The extras with one of them a step up or down: past its neighbor at the same place, else past a question. */
export function stepped(extras: Extra[], key: string, by: 1 | -1, count: number): Extra[] {
  const order = [...extras].sort((one, other) => one.after - other.after);
  const at = order.findIndex(one => one.key === key);
  const one = order[at];
  const neighbor = order[at + by];
  if (!one)
    return extras;
  if (neighbor?.after === one.after) {
    order[at] = neighbor;
    order[at + by] = one;
    return order;
  }
  const after = one.after + by;
  if (after < 0 || after > count)
    return extras;
  order.splice(at, 1);
  const before = order.findIndex(other => by > 0 ? other.after >= after : other.after > after);
  order.splice(before < 0 ? order.length : before, 0, { ...one, after });
  return order;
}
