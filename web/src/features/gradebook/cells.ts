import type { Change, Place } from './types';

export const MAX_POINTS = 100_000;
const NUMBER = /^\d{1,6}([.,]\d{1,6})?$/;
const WORDS: Record<string, Change['act']> = { ex: 'excuse', excused: 'excuse', m: 'missing', missing: 'missing' };

/** What somebody typed or pasted into a cell: points, a word for a state, nothing; null for what is no mark. */
export function readMark(text: string): Pick<Change, 'act' | 'points'> | null {
  const plain = text.trim();
  if (!plain)
    return { act: 'clear', points: null };
  const act = WORDS[plain.toLowerCase()];
  if (act)
    return { act, points: null };
  if (!NUMBER.test(plain))
    return null;
  const points = Number(plain.replace(',', '.'));
  return points <= MAX_POINTS ? { act: 'set', points } : null;
}

/** Rows and columns of a block copied from a spreadsheet. The line end that spreadsheets add is no row. */
export function readBlock(text: string): string[][] {
  const lines = text.replace(/\r\n?/g, '\n').replace(/\n$/, '').split('\n');
  return lines.map(line => line.split('\t'));
}

/** Where a key leads from a cell; undefined for keys that lead nowhere. `-1` is the column of names. */
export function placeAfter(key: string, from: Place, size: { rows: number; columns: number; page: number }, isToEdge = false): Place | undefined {
  const last = { row: size.rows - 1, column: size.columns - 1 };
  switch (key) {
    case 'ArrowUp': return { ...from, row: isToEdge ? 0 : Math.max(0, from.row - 1) };
    case 'ArrowDown': return { ...from, row: isToEdge ? last.row : Math.min(last.row, from.row + 1) };
    case 'ArrowLeft': return { ...from, column: isToEdge ? 0 : Math.max(0, from.column - 1) };
    case 'ArrowRight': return { ...from, column: isToEdge ? last.column : Math.min(last.column, from.column + 1) };
    case 'Home': return { row: isToEdge ? 0 : from.row, column: 0 };
    case 'End': return { row: isToEdge ? last.row : from.row, column: last.column };
    case 'PageUp': return { ...from, row: Math.max(0, from.row - size.page) };
    case 'PageDown': return { ...from, row: Math.min(last.row, from.row + size.page) };
    default: return undefined;
  }
}

export interface Span {
  from: number;
  to: number;
}

/** Which of `count` equal steps are in sight, with some to spare on both sides. */
export function spanInSight(offset: number, extent: number, step: number, count: number, spare: number): Span {
  const from = Math.max(0, Math.floor(offset / step) - spare);
  const to = Math.min(count, Math.ceil((offset + extent) / step) + spare);
  return { from, to: Math.max(from, to) };
}
