import { describe, expect, it } from 'vitest';
import { contrast, darkOf, isColor, mix, ratioIn } from './colors';

describe('contrast', () => {
  it.each([
    ['#000000', '#ffffff', 21],
    ['#777777', '#ffffff', 4.48],
    ['#ff0000', '#ffffff', 4],
    ['#0000ff', '#ffffff', 8.59],
  ])('of %s on %s is that of WCAG', (first, second, ratio) => {
    expect(contrast(first, second)).toBeCloseTo(ratio, 2);
    expect(contrast(second, first)).toBeCloseTo(ratio, 2);
  });

  it('takes the worst ground of a theme', () => {
    expect(ratioIn('#4338ca', 'light')).toBeGreaterThan(4.5);
    expect(ratioIn('#4338ca', 'light')).toBeLessThan(contrast('#4338ca', '#ffffff'));
    expect(ratioIn('#facc15', 'light')).toBeLessThan(2);
  });
});

describe('darkOf', () => {
  it.each(['#000000', '#4338ca', '#9a3412', '#ffffff', '#14532d'])('makes %s readable in the dark', (color) => {
    expect(ratioIn(darkOf(color), 'dark')).toBeGreaterThanOrEqual(4.5);
  });
});

describe('colors', () => {
  it('are six digits', () => {
    expect(['#4338ca', '#ABCDEF'].every(isColor)).toBe(true);
    expect(['red', '#fff', '#12345g', ''].some(isColor)).toBe(false);
  });

  it('mix by share', () => {
    expect(mix('#000000', '#ffffff', 0.5)).toBe('#808080');
    expect(mix('#123456', '#ffffff', 0)).toBe('#123456');
  });
});
