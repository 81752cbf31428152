import { describe, expect, it } from 'vitest';
import { cornersOf, cornersText, drawn } from './areas';

describe('areas on a picture', () => {
  it('are drawn from any corner', () => {
    expect(drawn('rectangle', [60, 50], [40, 20], 1)).toEqual({ shape: 'rectangle', x: 40, y: 20, width: 20, height: 30 });
    expect(drawn('circle', [50, 50], [50, 70], 0.5)).toEqual({ shape: 'circle', x: 50, y: 50, radius: 10 });
  });

  it('are written as pairs, and what is no pair is left out', () => {
    expect(cornersOf('10,20 30,x 30,60')).toEqual([[10, 20], [30, 60]]);
    expect(cornersText([[10, 20], [30, 60]])).toBe('10,20 30,60');
  });
});
