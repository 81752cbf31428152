import { describe, expect, it } from 'vitest';
import { placeAfter, readBlock, readMark, spanInSight } from './cells';

describe('readMark', () => {
  it.each([
    ['7', { act: 'set', points: 7 }],
    [' 7,5 ', { act: 'set', points: 7.5 }],
    ['EX', { act: 'excuse', points: null }],
    ['missing', { act: 'missing', points: null }],
    ['', { act: 'clear', points: null }],
  ])('reads %s', (text, wanted) => expect(readMark(text)).toEqual(wanted));

  it.each(['-1', 'seven', '1e5', '100001', '=1+1'])('refuses %s', text => expect(readMark(text)).toBeNull());
});

describe('readBlock', () => {
  it('knows the line end that spreadsheets add', () => {
    expect(readBlock('1\t2\r\n3\t\r\n')).toEqual([['1', '2'], ['3', '']]);
  });
});

describe('placeAfter', () => {
  const size = { rows: 10, columns: 4, page: 5 };
  it.each([
    ['ArrowUp', { row: 0, column: 2 }, { row: 0, column: 2 }],
    ['ArrowDown', { row: 3, column: 2 }, { row: 4, column: 2 }],
    ['ArrowRight', { row: 3, column: 3 }, { row: 3, column: 3 }],
    ['Home', { row: 3, column: 3 }, { row: 3, column: 0 }],
    ['PageDown', { row: 7, column: 1 }, { row: 9, column: 1 }],
  ])('%s stays in the grid', (key, from, to) => expect(placeAfter(key, from, size)).toEqual(to));

  it('goes to the corner', () => expect(placeAfter('End', { row: 0, column: 0 }, size, true)).toEqual({ row: 9, column: 3 }));
  it('leaves other keys alone', () => expect(placeAfter('Tab', { row: 0, column: 0 }, size)).toBeUndefined());
});

it('knows what is in sight', () => {
  expect(spanInSight(400, 200, 40, 1000, 2)).toEqual({ from: 8, to: 17 });
  expect(spanInSight(0, 0, 40, 0, 2)).toEqual({ from: 0, to: 0 });
});
