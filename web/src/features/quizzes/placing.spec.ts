import { describe, expect, it } from 'vitest';
import { extrasOf, placed, shifted, stepped } from './placing';
import type { Extra, Quiz } from './types';

const sent = {
  questions: [{ part: 0, points: '1' }, { part: 0, points: '1' }, { part: 1, points: '1' }],
  parts: [{ title: 'One' }, { title: 'Two' }, { title: 'Empty' }],
  draws: [{ bank_id: 4, bank_title: 'B', count: 2, points: '2.000', part: 0, after: 1, fits: 9 }, { bank_id: 5, bank_title: 'C', count: 1, points: '1', part: 1, after: 3, fits: 3 }],
};
const draft = () => ({ questions: sent.questions.map(() => ({ points: '1' })), extras: extrasOf(sent as never) }) as unknown as Quiz;
const outline = (extras: Extra[]) => extras.map(one => `${one.after}${one.type === 'part' ? one.title : `draw ${one.bank_id}`}`);

describe('parts and draws among questions', () => {
  it('come back as they were sent', () => {
    const quiz = draft();
    expect(outline(quiz.extras)).toEqual(['0One', '1draw 4', '2Two', '3draw 5', '3Empty']);
    const back = placed(quiz);
    expect(back.questions).toMatchObject([{ part: 0 }, { part: 0 }, { part: 1 }]);
    expect(back.draws).toMatchObject([{ part: 0, after: 1, points: '2' }, { part: 1, after: 3 }]);
    expect(back.parts).toMatchObject(sent.parts);
  });

  it('keep their place when a question comes or goes', () => {
    const { extras } = draft();
    expect(outline(shifted(extras, 0, 1))).toEqual(['0One', '2draw 4', '3Two', '4draw 5', '4Empty']);
    expect(outline(shifted(extras, 2, -1))).toEqual(['0One', '1draw 4', '2Two', '2draw 5', '2Empty']);
  });

  it('step past neighbors and questions', () => {
    const { extras } = draft();
    const key = extras[3]!.key;
    const down = stepped(extras, key, 1, 3);
    expect(outline(down)).toEqual(['0One', '1draw 4', '2Two', '3Empty', '3draw 5']);
    const up = stepped(extras, key, -1, 3);
    expect(outline(up)).toEqual(['0One', '1draw 4', '2Two', '2draw 5', '3Empty']);
    expect(outline(stepped(up, key, -1, 3))).toEqual(['0One', '1draw 4', '2draw 5', '2Two', '3Empty']);
    expect(stepped(extras, extras[0]!.key, -1, 3)).toBe(extras);
  });
});
