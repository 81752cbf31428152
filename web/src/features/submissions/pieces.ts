import type { Passage } from './types';

export interface Piece { start: number; text: string; /** Places (from 1) of the remarks that cover it. */ numbers: number[] }

/** The text cut wherever a remark begins or ends. Characters count as the server counts them: by code points. */
export function piecesOf(text: string, passages: readonly Passage[]): Piece[] {
  const letters = Array.from(text);
  const inside = (place: number): number => Math.min(Math.max(0, place), letters.length);
  const cuts = [...new Set([0, letters.length, ...passages.flatMap(one => [inside(one.start ?? 0), inside(one.end ?? 0)])])].sort((a, b) => a - b);
  return cuts.slice(0, -1).map((start, place) => {
    const end = cuts[place + 1]!;
    const numbers = passages.flatMap((one, index) => (one.start ?? 0) <= start && (one.end ?? 0) >= end ? [index + 1] : []);
    return { start, text: letters.slice(start, end).join(''), numbers };
  });
}

/** Number of code points in front of a place in a JavaScript string. */
export function codePoints(text: string): number {
  return Array.from(text).length;
}
