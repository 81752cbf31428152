import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { effectScope, type EffectScope } from 'vue';
import { Problem } from '../../core/api';
import type { QuizResponse, SavedAnswer } from './types';
import { useAnswerKeeper } from './useAnswerKeeper';

const saved: SavedAnswer = { saved_at: '2026-01-01T00:00:00Z', notice: '' };
let scope: EffectScope;

function keeper(send: (slotId: number, response: QuizResponse) => Promise<SavedAnswer>) {
  return scope.run(() => useAnswerKeeper(send))!;
}

describe('useAnswerKeeper', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    scope = effectScope();
  });
  afterEach(() => {
    scope.stop();
    vi.useRealTimers();
  });

  it('sends the last of several typed answers once', async () => {
    const sent: QuizResponse[] = [];
    const { keep, states } = keeper(async (_, response) => {
      sent.push(response);
      return saved;
    });
    keep(1, { text: 'a' }, true);
    await vi.advanceTimersByTimeAsync(100);
    keep(1, { text: 'ab' }, true);
    await vi.advanceTimersByTimeAsync(600);
    expect(sent).toEqual([{ text: 'ab' }]);
    expect(states.get(1)?.state).toBe('saved');
  });

  it('tries again until the server is back, and flush waits for it', async () => {
    let isDown = true;
    const { keep, flush, hasUnsaved } = keeper(async () => {
      if (isDown)
        throw new Problem({ status: 0, code: 'offline', title: '' });
      return saved;
    });
    keep(1, { options: [3] });
    await vi.advanceTimersByTimeAsync(10);
    expect(hasUnsaved.value).toBe(true);
    let isFlushed = false;
    void flush().then(() => { isFlushed = true; });
    await vi.advanceTimersByTimeAsync(10);
    expect(isFlushed).toBe(false);
    isDown = false;
    await vi.advanceTimersByTimeAsync(3100);
    expect(isFlushed).toBe(true);
    expect(hasUnsaved.value).toBe(false);
  });

  it('does not repeat what the server refuses', async () => {
    let count = 0;
    const { keep, states } = keeper(async () => {
      count += 1;
      throw new Problem({ status: 409, code: 'attempt-closed', title: 'Closed.' });
    });
    keep(1, { options: [3] });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(count).toBe(1);
    expect(states.get(1)).toMatchObject({ state: 'refused', problem: { code: 'attempt-closed' } });
  });

  it('sends what was typed on while a request ran', async () => {
    const sent: QuizResponse[] = [];
    let release: (answer: SavedAnswer) => void = () => undefined;
    const { keep } = keeper((_, response) => {
      sent.push(response);
      return sent.length === 1 ? new Promise((resolve) => { release = resolve; }) : Promise.resolve(saved);
    });
    keep(1, { text: 'a' });
    await vi.advanceTimersByTimeAsync(1);
    keep(1, { text: 'b' });
    await vi.advanceTimersByTimeAsync(1);
    expect(sent).toHaveLength(1);
    release(saved);
    await vi.advanceTimersByTimeAsync(1);
    expect(sent).toEqual([{ text: 'a' }, { text: 'b' }]);
  });
});
