import { describe, expect, it } from 'vitest';
import { clock, inOrder, type Item } from './figures';

const item = (text: string, facility: number | null, trouble: number): Item => ({ text, facility, trouble, corrected: facility, answers: trouble }) as Item;

describe('the order of items', () => {
  const items = [item('a', 0.9, 1), item('b', null, 20), item('c', 0.1, 5)];
  it('puts the most trouble first', () => {
    expect(inOrder(items, 'trouble').map(one => one.text)).toEqual(['b', 'c', 'a']);
  });
  it('puts the hardest first and what cannot be told last', () => {
    expect(inOrder(items, 'facility').map(one => one.text)).toEqual(['c', 'a', 'b']);
  });
  it('leaves the given list alone', () => {
    inOrder(items, 'facility');
    expect(items[0]!.text).toBe('a');
  });
});

it('tells times in minutes and seconds', () => {
  expect([clock(5), clock(65.4), clock(600)]).toEqual(['0:05', '1:05', '10:00']);
});
