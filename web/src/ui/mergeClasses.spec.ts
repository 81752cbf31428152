import { describe, expect, it } from 'vitest';
import { mergeClasses } from './mergeClasses';

describe('mergeClasses', () => {
  it.each([
    ['px-2 px-4', 'px-4'],
    ['px-2 p-4', 'p-4'],
    ['p-4 px-2', 'p-4 px-2'],
    ['px-2.5 ps-9', 'px-2.5 ps-9'],
    ['rounded-md rounded-full', 'rounded-full'],
    ['rounded-md rounded-s-none', 'rounded-md rounded-s-none'],
    ['text-sm text-primary text-lg', 'text-primary text-lg'],
    ['text-muted text-start text-error', 'text-start text-error'],
    ['hover:bg-elevated bg-default hover:bg-primary/10', 'bg-default hover:bg-primary/10'],
    ['inline-flex hidden', 'hidden'],
    ['inline-flex hidden sm:inline-flex', 'hidden sm:inline-flex'],
    ['size-4 w-full', 'size-4 w-full'],
    ['w-full size-4', 'size-4'],
    ['ring ring-inset ring-accented ring-2 ring-primary', 'ring-inset ring-2 ring-primary'],
    ['ring ring-inset ring-accented ring-(--edge)', 'ring ring-inset ring-(--edge)'],
    ['border border-default border-dashed border-error', 'border border-dashed border-error'],
    ['font-medium font-semibold', 'font-semibold'],
    ['data-[state=open]:p-1 p-2', 'data-[state=open]:p-1 p-2'],
    ['px-2! px-4', 'px-2! px-4'],
    ['some-class other some-class', 'other some-class'],
  ])('%s → %s', (given, wanted) => {
    expect(mergeClasses(given)).toBe(wanted);
  });
});
