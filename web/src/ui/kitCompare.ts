/** Stands in for `ohash/utils` inside the kit, which compares queries of links and values of choices: plain data, a tenth of the weight. */

interface Difference {
  type: 'added' | 'removed' | 'changed';
  key: string;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** Are these the same plain data? */
export function isEqual(one: unknown, other: unknown): boolean {
  if (!isRecord(one) || !isRecord(other) || one instanceof Date || other instanceof Date)
    return Object.is(one, other) || (one instanceof Date && other instanceof Date && one.getTime() === other.getTime());
  const keys = Object.keys(one);
  return Array.isArray(one) === Array.isArray(other)
    && keys.length === Object.keys(other).length
    && keys.every(key => Object.hasOwn(other, key) && isEqual(one[key], other[key]));
}

/** What the second has more, less and otherwise than the first, in their own keys. */
export function diff(one: Record<string, unknown>, other: Record<string, unknown>): Difference[] {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])]
    .filter(key => !isEqual(one[key], other[key]) || Object.hasOwn(one, key) !== Object.hasOwn(other, key))
    .map(key => ({ key, type: Object.hasOwn(one, key) ? Object.hasOwn(other, key) ? 'changed' : 'removed' : 'added' }));
}
