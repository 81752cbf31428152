import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { effectScope, type EffectScope } from 'vue';
import { Problem } from '../../core/api';
import { inMemory, type AnswerStore, type DeviceAnswer } from './deviceAnswers';
import { deliverKept } from './keptAnswers';
import type { AnswerReceipt } from './types';
import { useAnswerKeeper } from './useAnswerKeeper';

const offline = new Problem({ status: 0, code: 'offline', title: '' });
const receiptOf = (answer: DeviceAnswer, outcome: AnswerReceipt['outcome'] = 'saved'): AnswerReceipt =>
  ({ sequence: answer.sequence, slot_id: answer.slot, outcome, receipt: 'r', notice: '', code: '', detail: '' });
let scope: EffectScope;
let store: AnswerStore;

function keeper(send: (answers: DeviceAnswer[]) => Promise<AnswerReceipt[]>) {
  return scope.run(() => useAnswerKeeper(7, 'attempt', send, store))!;
}

describe('useAnswerKeeper', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    scope = effectScope();
    store = inMemory();
  });
  afterEach(() => {
    scope.stop();
    vi.useRealTimers();
  });

  it('sends the last of several typed answers once, and takes it from the device when it has its receipt', async () => {
    const sent: DeviceAnswer[] = [];
    const { keep, states } = keeper(async (answers) => {
      sent.push(...answers);
      return answers.map(answer => receiptOf(answer));
    });
    keep(1, { text: 'a' }, true);
    await vi.advanceTimersByTimeAsync(100);
    keep(1, { text: 'ab' }, true);
    expect((await store.of(7)).map(answer => answer.response)).toEqual([{ text: 'ab' }]);
    await vi.advanceTimersByTimeAsync(600);
    expect(sent.map(answer => [answer.sequence, answer.response])).toEqual([[2, { text: 'ab' }]]);
    expect(states.get(1)?.state).toBe('saved');
    expect(await store.of(7)).toEqual([]);
  });

  it('keeps answers on the device while the server is away, and flush waits until they arrived', async () => {
    let isDown = true;
    const { keep, flush, hasUnsaved, isOffline } = keeper(async (answers) => {
      if (isDown)
        throw offline;
      return answers.map(answer => receiptOf(answer));
    });
    keep(1, { options: [3] });
    keep(2, { options: [4] });
    await vi.advanceTimersByTimeAsync(10);
    expect([hasUnsaved.value, isOffline.value]).toEqual([true, true]);
    expect(await store.of(7)).toHaveLength(2);
    let isFlushed = false;
    void flush().then(() => { isFlushed = true; });
    await vi.advanceTimersByTimeAsync(10);
    expect(isFlushed).toBe(false);
    isDown = false;
    await vi.advanceTimersByTimeAsync(3100);
    expect([isFlushed, hasUnsaved.value]).toEqual([true, false]);
    expect(await store.of(7)).toEqual([]);
  });

  it('does not repeat what the server refuses, and goes on with the others', async () => {
    let count = 0;
    const { keep, states } = keeper(async (answers) => {
      count += 1;
      return answers.map(answer => answer.slot === 1 ? { ...receiptOf(answer, 'refused'), code: 'wrong-shape' } : receiptOf(answer));
    });
    keep(1, { options: [3] });
    keep(2, { options: [4] });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(count).toBe(1);
    expect(states.get(1)).toMatchObject({ state: 'refused', problem: { code: 'wrong-shape' } });
    expect(states.get(2)?.state).toBe('saved');
  });

  it('sends what was typed on while a request ran', async () => {
    const sent: DeviceAnswer[] = [];
    let release: () => void = () => undefined;
    const { keep } = keeper(async (answers) => {
      sent.push(...answers);
      if (sent.length === 1)
        await new Promise<void>((resolve) => { release = resolve; });
      return answers.map(answer => receiptOf(answer));
    });
    keep(1, { text: 'a' });
    await vi.advanceTimersByTimeAsync(1);
    keep(1, { text: 'b' });
    await vi.advanceTimersByTimeAsync(1);
    expect(sent).toHaveLength(1);
    release();
    await vi.advanceTimersByTimeAsync(1);
    expect(sent.map(answer => answer.response)).toEqual([{ text: 'a' }, { text: 'b' }]);
    expect(await store.of(7)).toEqual([]);
  });

  it('tells which answers came after the end', async () => {
    const { keep, late } = keeper(async answers => answers.map(answer => receiptOf(answer, 'late')));
    keep(1, { options: [3] });
    await vi.advanceTimersByTimeAsync(10);
    expect(late.value).toBe(1);
  });
});

describe('deliverKept', () => {
  const left = (client: string, sequence: number, slot: number): DeviceAnswer => ({ user: 7, attempt: 'a', client, slot, sequence, response: { options: [1] }, at: 0 });

  it('brings what other pages left, one page at a time and in order, and leaves what cannot go', async () => {
    const device = inMemory();
    for (const answer of [left('p', 2, 2), left('p', 1, 1), left('q', 1, 1), { ...left('r', 1, 1), user: 8 }])
      await device.put(answer);
    const sent: string[][] = [];
    const told = await deliverKept(7, device, async (answers) => {
      sent.push(answers.map(answer => `${answer.client}${answer.sequence}`));
      if (answers[0]!.client === 'q')
        throw offline;
      return { state: 'submitted', server_time: '', due_at: null, receipts: answers.map(answer => receiptOf(answer, 'late')) };
    });
    expect(sent).toEqual([['p1', 'p2'], ['q1']]);
    expect(told).toEqual({ saved: 0, late: 2, waiting: 1 });
    expect((await device.of(7)).map(answer => answer.client)).toEqual(['q']);
    expect(await device.of(8)).toHaveLength(1);
  });
});
