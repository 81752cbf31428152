import { describe, expect, it } from 'vitest';
import { compileMessage } from './compileMessage';

function say(text: string, values: Record<string, unknown> = {}, count?: number, locale = 'en'): string {
  return compileMessage(text)(values, count, locale, String);
}

describe('messages', () => {
  it('puts values in', () => {
    expect(say('Hello {name}, {name}!', { name: 'Ada' })).toBe('Hello Ada, Ada!');
  });

  it('keeps literal signs', () => {
    expect(say('you{\'@\'}example.org')).toBe('you@example.org');
  });

  it('never reads placeholders out of a value', () => {
    expect(say('{a} and {b}', { a: '{b}', b: ' | x' })).toBe('{b} and  | x');
  });

  it('chooses between one and other', () => {
    expect([0, 1, 2].map(n => say('{n} lesson | {n} lessons', { n }, n))).toEqual(['0 lessons', '1 lesson', '2 lessons']);
  });

  it('has a form of its own for none', () => {
    expect([0, 1, 5].map(n => say('nothing left | one left | {n} left', { n }, n))).toEqual(['nothing left', 'one left', '5 left']);
  });

  it('follows the six forms of Arabic', () => {
    const forms = 'zero | one | two | few | many | other';
    expect([0, 1, 2, 3, 11, 100].map(n => say(forms, {}, n, 'ar'))).toEqual(['zero', 'one', 'two', 'few', 'many', 'other']);
  });
});
