import { effectScope } from 'vue';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AnswerCheck, Attempt, Slot } from './types';
import { useChecks } from './useChecks';

const slot = (fields: Partial<Slot> = {}): Slot => ({ id: 7, position: 1, kind: 'single_choice', response: null, result: null, check: null, ...fields }) as Slot;
const told = (fields: Partial<AnswerCheck> = {}): AnswerCheck => ({ is_correct: false, share: 0, is_last: false, wrong_count: 1, response: { options: [1] }, feedback: '', explanation: '', correct_options: [], correct_text: '', correct_response: null, ...fields });
const json = (body: unknown): Response => new Response(JSON.stringify(body), { status: 200, headers: { 'Content-Type': 'application/json' } });
const NOTHING_OWED = { owes: () => false, flush: () => Promise.resolve() };

describe('checking answers at once', () => {
  let answers: (Response | Error)[] = [];
  let scope = effectScope();
  const begin = (attempt: Partial<Attempt>, keeper = NOTHING_OWED) => scope.run(() => useChecks(() => ({ uuid: 'a', can_check: true, slots: [slot()], ...attempt }) as Attempt, () => '', keeper))!;
  beforeEach(() => {
    scope = effectScope();
    vi.stubGlobal('fetch', async (input: RequestInfo | URL) => {
      const address = input instanceof Request ? input.url : String(input);
      const found = address.includes('/check') ? answers.shift() : undefined;
      if (found instanceof Error)
        throw found;
      return found ?? json({});
    });
  });
  afterEach(() => {
    scope.stop();
    vi.unstubAllGlobals();
  });

  it('is offered in practice only, and not for what a person marks', () => {
    expect(begin({}).isOffered(slot())).toBe(true);
    expect(begin({}).isOffered(slot({ kind: 'essay' }))).toBe(false);
    expect(begin({ can_check: false }).isOffered(slot())).toBe(false);
  });

  it('lets a wrong answer be changed, and forgets what was said about it', async () => {
    const checking = begin({});
    answers = [json(told())];
    await checking.check(slot(), { options: [1] }, null);
    expect(checking.checks.get(7)?.wrong_count).toBe(1);
    expect(checking.shownAs(slot()).result).toBe(null);
    checking.forget(slot());
    expect(checking.checks.get(7)).toBe(null);
  });

  it('shows a settled question with its verdict, which no change takes away', async () => {
    const checking = begin({});
    answers = [json(told({ is_correct: true, is_last: true, share: 1, correct_options: [1] }))];
    await checking.check(slot(), { options: [1] }, null);
    checking.forget(slot());
    expect(checking.isSettled(slot())).toBe(true);
    expect(checking.shownAs(slot())).toMatchObject({ response: { options: [1] }, result: { is_correct: true, points: null } });
  });

  it('says that there is no connection, at the question it is about', async () => {
    const checking = begin({});
    answers = [new TypeError('offline')];
    await checking.check(slot(), { options: [1] }, null);
    expect(checking.problemOf(slot())?.isOffline).toBe(true);
    expect(checking.problemOf(slot({ id: 8 }))).toBe(null);
    expect(checking.pending.value).toBe(null);
  });

  it('remembers what was told before the page was opened', () => {
    const checking = begin({ slots: [slot({ check: told() })] });
    expect(checking.checks.get(7)?.is_last).toBe(false);
  });
});
