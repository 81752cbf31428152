import { describe, expect, it } from 'vitest';
import { boxOf, moved, placeOf } from './pictures';

describe('places on a picture', () => {
  const element = { getBoundingClientRect: () => ({ left: 100, top: 50, width: 200, height: 100 }) } as Element;

  it('are percent of its size and never beside it', () => {
    expect(placeOf({ clientX: 150, clientY: 75 }, element)).toEqual([25, 25]);
    expect(placeOf({ clientX: 90, clientY: 900 }, element)).toEqual([0, 100]);
  });

  it('move by arrow keys up to the edge', () => {
    expect(moved([50, 50], 'ArrowLeft', false)).toEqual([48, 50]);
    expect(moved([50, 5], 'ArrowUp', true)).toEqual([50, 0]);
    expect(moved([50, 5], 'a', true)).toBeNull();
  });

  it('have a box around them, as high as the picture makes it', () => {
    expect(boxOf({ key: 'a', label: '', shape: 'circle', x: 50, y: 50, radius: 10 }, 0.5)).toEqual({ left: 40, top: 30, width: 20, height: 40 });
    expect(boxOf({ key: 'a', label: '', shape: 'polygon', corners: [[10, 20], [30, 20], [30, 60]] }, 1)).toEqual({ left: 10, top: 20, width: 20, height: 40 });
  });
});
