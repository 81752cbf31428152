/** Places in a film, written as people write them: `1:02.5`, `1:01:02`. Times in milliseconds. */
export interface Timed { start_ms: number; end_ms: number }

const LARGEST_MS = 359_999_999;

/** `75_500` → `1:15.5`; with `isFull` always with milliseconds: `1:15.500`. */
export function clockText(ms: number, isFull = false): string {
  const seconds = Math.floor(ms / 1000);
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const two = (value: number) => String(value).padStart(2, '0');
  const head = hours ? `${hours}:${two(minutes)}` : String(minutes);
  const rest = isFull ? `.${String(ms % 1000).padStart(3, '0')}` : '';
  return `${head}:${two(seconds % 60)}${rest}`;
}

/** Milliseconds of what somebody typed; null where it is no time. Seconds alone count too: `75.5`. */
export function readClock(text: string): number | null {
  const found = /^\s*(?:(?:(\d{1,3}):)?(\d{1,4}):)?(\d{1,6})(?:[.,](\d{1,3}))?\s*$/.exec(text);
  if (!found)
    return null;
  const [, hours, minutes, seconds, fraction] = found;
  const ms = (Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds)) * 1000 + Number((fraction ?? '').padEnd(3, '0'));
  return ms <= LARGEST_MS ? ms : null;
}

/** Index of the piece shown at a time, -1 between pieces. The pieces are in order. */
export function activeIndex(pieces: readonly Timed[], ms: number): number {
  let low = 0;
  let high = pieces.length - 1;
  let found = -1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (pieces[middle]!.start_ms <= ms) {
      found = middle;
      low = middle + 1;
    }
    else {
      high = middle - 1;
    }
  }
  return found >= 0 && ms < pieces[found]!.end_ms ? found : -1;
}
