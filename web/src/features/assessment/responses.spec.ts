import { expect, it } from 'vitest';
import { isGiven } from './responses';

it.each([
  [null, false],
  [{ options: [] }, false],
  [{ options: [3] }, true],
  [{ text: '  ' }, false],
  [{ text: '0' }, true],
  [{ value: false }, true],
  [{}, false],
  [{ pairs: { a: '' } }, false],
  [{ pairs: { a: 'b' } }, true],
  [{ order: [] }, false],
  [{ gaps: { 1: 'x' } }, true],
])('knows whether %j says anything', (response, expected) => {
  expect(isGiven(response)).toBe(expected);
});
