import { describe, expect, it } from 'vitest';
import { addRange, reached, watchedShare } from './watchedShare';

describe('watched share', () => {
  it('counts what was seen twice once', () => {
    const ranges = addRange(addRange(addRange([], 0, 10), 5, 15), 40, 50);
    expect(ranges).toEqual([[0, 15], [40, 50]]);
    expect(watchedShare(ranges, 100)).toBe(25);
  });

  it('reaches a hundred only at the end', () => {
    expect(watchedShare([[0, 98]], 100)).toBe(98);
    expect(watchedShare([[0, 99.6]], 100)).toBe(100);
  });

  it('knows no share of a film without a length', () => {
    expect(watchedShare([[0, 5]], Number.NaN)).toBe(0);
    expect(addRange([], 5, 5)).toEqual([]);
  });

  it('is reached as far as there is no gap from the beginning', () => {
    expect(reached([[0.4, 20], [30, 40]])).toBe(20);
    expect(reached([[5, 20]])).toBe(0);
    expect(reached([])).toBe(0);
  });
});
