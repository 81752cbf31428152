import { describe, expect, it } from 'vitest';
import { linePath } from './line';

const box = { width: 100, height: 40 };

describe('linePath', () => {
  it('runs from left to right, zero at the bottom, the greatest at the top', () => {
    expect(linePath([{ at: 10, value: 0 }, { at: 20, value: 5 }, { at: 30, value: 10 }], box)).toBe('M0 40L50 20L100 0');
  });

  it('draws a level for a single point', () => {
    expect(linePath([{ at: 10, value: 4 }], box)).toBe('M0 0H100');
  });

  it('stays at the bottom where all is zero', () => {
    expect(linePath([{ at: 0, value: 0 }, { at: 1, value: 0 }], box)).toBe('M0 40L100 40');
  });

  it('draws nothing without points', () => {
    expect(linePath([], box)).toBe('');
  });
});
