const CATEGORIES = ['zero', 'one', 'two', 'few', 'many', 'other'] as const;

/**
 * Which of the `forms` written in a message fits `count`. Two forms are one | other. Three are
 * none | one | other. Six are the categories of CLDR in order, as Arabic needs.
 */
export function pluralIndex(locale: string, count: number, forms: number): number {
  const n = Math.abs(count);
  if (forms === 6)
    return CATEGORIES.indexOf(new Intl.PluralRules(locale).select(n));
  if (forms === 3)
    return n === 0 ? 0 : n === 1 ? 1 : 2;
  return n === 1 ? 0 : forms - 1;
}
