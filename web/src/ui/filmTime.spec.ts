import { describe, expect, it } from 'vitest';
import { activeIndex, clockText, readClock } from './filmTime';

describe('film times', () => {
  it.each([[0, '0:00'], [75_500, '1:15'], [3_662_000, '1:01:02']])('writes %i as %s', (ms, text) => {
    expect(clockText(ms)).toBe(text);
  });

  it.each([0, 1, 999, 75_500, 3_661_007, 359_999_999])('reads %i back', (ms) => {
    expect(readClock(clockText(ms, true))).toBe(ms);
  });

  it.each([['75.5', 75_500], ['1:02,25', 62_250], [' 2 ', 2000], ['90:00', 5_400_000]])('reads what people type: %s', (text, ms) => {
    expect(readClock(text)).toBe(ms);
  });

  it.each(['', 'x', '1:2:3:4', '1.2345', '-1', '1000:00:00'])('refuses %s', (text) => {
    expect(readClock(text)).toBeNull();
  });

  it('finds the piece of a moment, none between pieces', () => {
    const pieces = [{ start_ms: 0, end_ms: 1000 }, { start_ms: 1000, end_ms: 2000 }, { start_ms: 3000, end_ms: 4000 }];
    expect([0, 999, 1000, 2500, 3999, 4000].map(ms => activeIndex(pieces, ms))).toEqual([0, 0, 1, -1, 2, -1]);
    expect(activeIndex([], 5)).toBe(-1);
  });
});
