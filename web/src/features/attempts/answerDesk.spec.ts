import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Rubric } from '../submissions';
import { AnswerDesk, markOf, type Answer } from './answerDesk';

const answer = (marked_at: string | null, points: number | null): Answer => ({ id: 7, points, remark: '', marked_at, max_points: 4, rubric: null, levels: [] as Answer['levels'] }) as Answer;
const json = (body: unknown, status = 200): Response => new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });

describe('a desk of answers', () => {
  let pages: Response[] = [];
  let marks: (Response | Error)[] = [];
  beforeEach(() => {
    localStorage.clear();
    vi.stubGlobal('fetch', async (input: RequestInfo | URL) => {
      const address = input instanceof Request ? input.url : String(input);
      const found = address.includes('/quiz-answers/') ? marks.shift() : address.includes('answers-to-mark') ? pages.shift() : undefined;
      if (found instanceof Error)
        throw found;
      return found ?? json({});
    });
  });
  afterEach(() => vi.unstubAllGlobals());

  it('keeps a mark on the device until the server has it', async () => {
    pages = [json({ results: [answer(null, null)], next: null })];
    const desk = new AnswerDesk('1', 'q', 5);
    await desk.load();
    desk.change(7, { points: 3 });
    marks = [new TypeError('offline')];
    await desk.save(7);
    expect(desk.states.value[7]).toBe('offline');
    pages = [json({ results: [answer(null, null)], next: null })];
    const again = new AnswerDesk('1', 'q', 5);
    await again.load();
    expect(again.marks.value[7]).toEqual({ points: 3, remark: '', levels: {} });
    marks = [json(answer('2026-11-27T10:00:00Z', 3))];
    await again.save(7);
    expect(again.states.value[7]).toBe('saved');
    expect(Object.keys(localStorage).filter(key => localStorage.getItem(key)?.includes('"points":3'))).toEqual([]);
  });

  it('shows both marks when somebody else was faster', async () => {
    pages = [json({ results: [answer(null, null)], next: null })];
    const desk = new AnswerDesk('1', 'q2', 5);
    await desk.load();
    desk.change(7, { points: 3 });
    marks = [json({ code: 'stale-version', status: 412 }, 412)];
    pages = [json({ results: [answer('2026-11-27T10:00:00Z', 1)], next: null })];
    await desk.save(7);
    expect([desk.states.value[7], desk.marks.value[7]!.points, desk.answers.value[0]!.points]).toEqual(['conflict', 3, 1]);
    desk.takeTheirs(7);
    expect(desk.marks.value[7]!.points).toBe(1);
  });
});

describe('a mark by a rubric', () => {
  const criterion = (uuid: string) => ({ uuid, title: uuid, description: '', levels: [{ uuid: `${uuid}-good`, title: 'Good', description: '', points: 3 }, { uuid: `${uuid}-poor`, title: 'Poor', description: '', points: 1 }] });
  const rubric: Rubric = { uuid: 'r', title: 'R', description: '', criteria: [criterion('a'), criterion('b')] };
  const level = (one: string, which: string) => ({ criterion: one, level: `${one}-${which}`, points: 0, comment: 'Hm.' });
  const judged = (points: number | null, levels: Answer['levels']): Answer => ({ ...answer(null, points), rubric: 'r', levels });

  it('has no points of its own where they follow from the levels', () => {
    const levels = [level('a', 'good'), level('b', 'poor')];
    // Four of six, of four points; the server keeps three places.
    expect(markOf(judged(2.667, levels), rubric)).toEqual({ points: null, remark: '', levels: { a: { level: 'a-good', comment: 'Hm.' }, b: { level: 'b-poor', comment: 'Hm.' } } });
    expect(markOf(judged(3, levels), rubric).points).toBe(3);
  });

  it('keeps points that were given while a criterion is open', () => {
    expect(markOf(judged(2, [level('a', 'good')]), rubric).points).toBe(2);
    expect(markOf(judged(null, [level('a', 'good')]), rubric).points).toBe(null);
  });
});
