import { expect, it } from 'vitest';
import { wordDiff } from './wordDiff';

it('tells what went and what came', () => {
  expect(wordDiff('water boils at 100 degrees', 'water boils at 90 degrees')).toEqual([
    { kind: 'same', text: 'water boils at ' },
    { kind: 'gone', text: '100' },
    { kind: 'new', text: '90' },
    { kind: 'same', text: ' degrees' },
  ]);
});

it('puts the text before and the text after together again', () => {
  const before = 'a b c d e';
  const after = 'b x d e f';
  const pieces = wordDiff(before, after);
  const told = (without: string): string => pieces.filter(piece => piece.kind !== without).map(piece => piece.text).join('');
  expect(told('new')).toBe(before);
  expect(told('gone')).toBe(after);
});
