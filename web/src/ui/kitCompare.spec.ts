import { describe, expect, it } from 'vitest';
import { diff, isEqual } from './kitCompare';

describe('comparing for the kit', () => {
  it.each([
    [{ a: 1, b: ['x'] }, { b: ['x'], a: 1 }],
    [[1, [2]], [1, [2]]],
    [new Date(5), new Date(5)],
    [Number.NaN, Number.NaN],
    [null, null],
  ])('finds %j and %j the same', (one, other) => expect(isEqual(one, other)).toBe(true));

  it.each([
    [{ a: 1 }, { a: 1, b: undefined }],
    [{ a: undefined }, { b: undefined }],
    [['x'], { 0: 'x' }],
    [new Date(5), new Date(6)],
    [new Date(5), {}],
    [null, {}],
    ['1', 1],
  ])('finds %j and %j different', (one, other) => expect(isEqual(one, other)).toBe(false));

  it('tells what the second has otherwise', () => {
    expect(diff({ kept: 1, gone: 2, other: 3 }, { kept: 1, other: 4, more: 5 })).toEqual([
      { key: 'gone', type: 'removed' },
      { key: 'other', type: 'changed' },
      { key: 'more', type: 'added' },
    ]);
  });
});
