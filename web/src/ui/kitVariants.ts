/**
 * Stands in for `tailwind-variants` inside the kit: the same variants, but conflicts are settled by
 * our small `mergeClasses` instead of tailwind-merge, which alone weighs 9 kB on every page.
 */
import { cn, createTV as createLite } from 'tailwind-variants/lite';
import { mergeClasses } from './mergeClasses';

type AnyFunction = (...args: never[]) => unknown;

function mergeResult(result: unknown): unknown {
  if (typeof result === 'string')
    return mergeClasses(result);
  if (typeof result !== 'object' || result === null)
    return result;
  return new Proxy(result, {
    get(target, key) {
      const slot: unknown = Reflect.get(target, key);
      return typeof slot === 'function' ? (...args: unknown[]) => mergeResult(Reflect.apply(slot as AnyFunction, undefined, args)) : slot;
    },
  });
}

export const createTV = () => ((options: never) => new Proxy(createLite()(options) as AnyFunction, {
  apply: (target, self, args) => mergeResult(Reflect.apply(target, self, args)),
})) as unknown as ReturnType<typeof createLite>;

export const cnMerge = (...classes: Parameters<typeof cn>) => () => mergeClasses(String(cn(...classes)({}) ?? ''));
