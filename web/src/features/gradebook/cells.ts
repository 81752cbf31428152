import type { BookRow, CellTuple, Change, Item, Place } from './types';

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

export interface Size {
  rows: number;
  columns: number;
  page: number;
}

type Step = (from: Place, size: Size, isToEdge: boolean) => Place;
const STEPS: Record<string, Step> = {
  ArrowUp: (from, _, isToEdge) => ({ ...from, row: isToEdge ? 0 : from.row - 1 }),
  ArrowDown: (from, size, isToEdge) => ({ ...from, row: isToEdge ? size.rows : from.row + 1 }),
  ArrowLeft: (from, _, isToEdge) => ({ ...from, column: isToEdge ? 0 : from.column - 1 }),
  ArrowRight: (from, size, isToEdge) => ({ ...from, column: isToEdge ? size.columns : from.column + 1 }),
  Home: (from, _, isToEdge) => ({ row: isToEdge ? 0 : from.row, column: 0 }),
  End: (from, size, isToEdge) => ({ row: isToEdge ? size.rows : from.row, column: size.columns }),
  PageUp: (from, size) => ({ ...from, row: from.row - size.page }),
  PageDown: (from, size) => ({ ...from, row: from.row + size.page }),
};
const within = (value: number, count: number) => Math.max(0, Math.min(count - 1, value));

/** Where a key leads from a cell, within the grid; undefined for keys that lead nowhere. */
export function placeAfter(key: string, from: Place, size: Size, isToEdge = false): Place | undefined {
  const to = STEPS[key]?.(from, size, isToEdge);
  return to && { row: within(to.row, size.rows), column: within(to.column, size.columns) };
}

/** What stands in the cell for a spreadsheet. */
export function textOf(cell: CellTuple | undefined): string {
  if (cell?.[3] === 'excused' || cell?.[3] === 'missing')
    return cell[3];
  return String(cell?.[1] ?? '');
}

const STATE_AFTER = { excuse: 'excused', missing: 'missing' } as const;

function isThere(cell: CellTuple | undefined, wanted: Pick<Change, 'act' | 'points'>): boolean {
  if (wanted.act === 'set')
    return cell?.[3] === 'graded' && cell[1] === wanted.points;
  if (wanted.act === 'clear')
    return !cell || (cell[3] === 'none' && cell[1] === null);
  return cell?.[3] === STATE_AFTER[wanted.act];
}

/** The change that a text means for a cell; undefined where it stands there already, null for what is no mark. */
export function changeOf(row: BookRow, item: Item, text: string): Change | undefined | null {
  const wanted = readMark(text);
  if (!wanted)
    return null;
  const cell = row.cells.find(one => one[0] === item.id);
  if (isThere(cell, wanted))
    return undefined;
  // Emptying a cell of the book's own takes its points away; elsewhere it takes back what was entered over them.
  const act = wanted.act === 'clear' && item.source_kind === 'custom' ? 'set' : wanted.act;
  return { enrollment_id: row.enrollment_id, item_id: item.id, act, points: wanted.points, version: cell?.[4] ?? 0, reason: '' };
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
