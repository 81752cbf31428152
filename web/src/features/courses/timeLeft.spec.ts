import { describe, expect, it } from 'vitest';
import { timeLeft } from './timeLeft';

const now = Date.parse('2026-11-26T12:00:00Z');
const left = (until: string) => timeLeft(until, now);

describe('timeLeft', () => {
  it('tells days only when there are more than two of them', () => {
    expect(left('2026-11-29T11:00:00Z')).toEqual({ n: 2, unit: 'days' });
    expect(left('2026-11-28T12:00:00Z')).toEqual({ n: 48, unit: 'hours' });
  });

  it('never promises more than there is', () => {
    expect(left('2026-11-26T13:59:59Z')).toEqual({ n: 1, unit: 'hours' });
    expect(left('2026-11-26T12:59:59Z')).toEqual({ n: 59, unit: 'minutes' });
  });

  it('says one minute until the very end, and then that it is over', () => {
    expect(left('2026-11-26T12:00:01Z')).toEqual({ n: 1, unit: 'minutes' });
    expect(left('2026-11-26T12:00:00Z')).toEqual({ n: 0, unit: 'over' });
    expect(left('no date')).toEqual({ n: 0, unit: 'over' });
  });
});
