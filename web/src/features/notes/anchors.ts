import { blockAt, offsetOf, rangeOf, type LinearText } from '../../core/reading';
import type { Anchor } from './types';

/** Words around a marked place that tell it from others like it. */
const CONTEXT = 32;
/** The server keeps no longer quotes. */
const MAX_QUOTE = 2000;
/** So much must agree before a place that moved is taken for the same one. */
const ENOUGH = 4;

export interface Marked { quote: string; anchor: Anchor }

/** The selected words and where they stand; null where the selection holds no text of the page. */
export function markedText(text: LinearText, range: Range): Marked | null {
  let start = offsetOf(text, range.startContainer, range.startOffset);
  let end = Math.min(offsetOf(text, range.endContainer, range.endOffset), start + MAX_QUOTE);
  while (start < end && /\s/.test(text.text[start]!))
    start++;
  while (end > start && /\s/.test(text.text[end - 1]!))
    end--;
  if (end <= start)
    return null;
  const block = blockAt(text, start);
  const base = block?.start ?? 0;
  return {
    quote: text.text.slice(start, end),
    anchor: {
      block: block?.id ?? '',
      start: start - base,
      end: end - base,
      before: text.text.slice(Math.max(0, start - CONTEXT), start),
      after: text.text.slice(end, end + CONTEXT),
    },
  };
}

/** Where the marked words stand now: at their old place, else where the same words stand among the same neighbors. */
export function findMarked(text: LinearText, anchor: Anchor, quote: string): { start: number; end: number } | null {
  const block = text.blocks.find(item => item.id === anchor.block);
  const base = block?.start ?? (anchor.block ? null : 0);
  if (base !== null) {
    const there = { start: base + anchor.start, end: base + anchor.end };
    if (same(text.text.slice(there.start, there.end), quote))
      return there;
  }
  const places = placesOf(text.text, quote);
  const ranked = places.map(start => ({ start, likeness: likeness(text.text, start, quote.length, anchor), isHome: !!block && start >= block.start && start < block.end }));
  ranked.sort((one, other) => other.likeness + (other.isHome ? CONTEXT / 2 : 0) - one.likeness - (one.isHome ? CONTEXT / 2 : 0));
  const best = ranked[0];
  if (!best || (best.likeness < ENOUGH && !(best.isHome && places.length === 1)))
    return null;
  return { start: best.start, end: best.start + quote.length };
}

/** The same words as a range to draw and to jump to. */
export function findRange(text: LinearText, anchor: Anchor, quote: string): Range | null {
  const found = findMarked(text, anchor, quote);
  return found && rangeOf(text, found.start, found.end);
}

function same(one: string, other: string): boolean {
  return one.length > 0 && one.normalize('NFC') === other.normalize('NFC');
}

function placesOf(text: string, quote: string): number[] {
  const found: number[] = [];
  for (let place = quote ? text.indexOf(quote) : -1; place >= 0 && found.length < 200; place = text.indexOf(quote, place + 1))
    found.push(place);
  return found;
}

/** How many characters before and after agree. */
function likeness(text: string, start: number, length: number, anchor: Anchor): number {
  const before = anchor.before ?? '';
  const after = anchor.after ?? '';
  let count = 0;
  for (let step = 1; step <= before.length && text[start - step] === before.at(-step); step++)
    count++;
  for (let step = 0; step < after.length && text[start + length + step] === after[step]; step++)
    count++;
  return count;
}
