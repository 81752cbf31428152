import { createI18n } from 'vue-i18n';
import { describe, expect, it } from 'vitest';
import { compileMessage } from './compileMessage';
import { pluralIndex } from './plurals';

function translator(locale: string, messages: Record<string, string>) {
  const { global } = createI18n({
    legacy: false,
    locale,
    messages: { [locale]: messages },
    messageCompiler: message => compileMessage(message as string),
    pluralRules: { [locale]: (count: number, forms: number) => pluralIndex(locale, count, forms) },
  });
  return global.t as unknown as (key: string, ...values: unknown[]) => string;
}

describe('messages', () => {
  it('puts values in', () => {
    const t = translator('en', { hello: 'Hello {name}, {name}!' });
    expect(t('hello', { name: 'Ada' })).toBe('Hello Ada, Ada!');
  });

  it('keeps literal signs', () => {
    expect(translator('en', { mail: 'you{\'@\'}example.org' })('mail')).toBe('you@example.org');
  });

  it('chooses between one and other', () => {
    const t = translator('en', { lessons: '{n} lesson | {n} lessons' });
    expect([0, 1, 2].map(n => t('lessons', { n }, n))).toEqual(['0 lessons', '1 lesson', '2 lessons']);
  });

  it('has a form of its own for none', () => {
    const t = translator('en', { left: 'nothing left | one left | {n} left' });
    expect([0, 1, 5].map(n => t('left', { n }, n))).toEqual(['nothing left', 'one left', '5 left']);
  });

  it('follows the six forms of Arabic', () => {
    const t = translator('ar', { n: 'zero | one | two | few | many | other' });
    expect([0, 1, 2, 3, 11, 100].map(n => t('n', { n }, n))).toEqual(['zero', 'one', 'two', 'few', 'many', 'other']);
  });
});
