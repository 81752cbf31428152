import { describe, expect, it } from 'vitest';
import { drawCover } from './courseCover';

describe('drawCover', () => {
  it('draws the same picture for the same course every time', () => {
    expect(drawCover('0193-a')).toEqual(drawCover('0193-a'));
  });

  it('draws different pictures for different courses', () => {
    const pictures = new Set(Array.from({ length: 30 }, (_, n) => JSON.stringify(drawCover(`course-${n}`))));
    expect(pictures.size).toBe(30);
  });

  it('is never empty', () => {
    for (let n = 0; n < 50; n++)
      expect(drawCover(`c${n}`).shapes.length).toBeGreaterThan(4);
  });
});
