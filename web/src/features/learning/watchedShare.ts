/** Adds a played range to those already watched and joins what touches. Ranges are in seconds, ascending. */
export function addRange(ranges: readonly (readonly number[])[], start: number, end: number): [number, number][] {
  const all = [...ranges.map(range => [range[0], range[1]] as [number, number]), [start, end] as [number, number]].filter(range => range[1] > range[0]);
  all.sort((one, other) => one[0] - other[0]);
  const joined: [number, number][] = [];
  for (const range of all) {
    const last = joined.at(-1);
    if (last && range[0] <= last[1] + 0.5)
      last[1] = Math.max(last[1], range[1]);
    else
      joined.push(range);
  }
  return joined;
}

/** Share of the film that was watched, 0 to 100, rounded down so that 100 means all of it. */
export function watchedShare(ranges: readonly (readonly number[])[], duration: number): number {
  if (!(duration > 0))
    return 0;
  const seconds = ranges.reduce((sum, range) => sum + range[1]! - range[0]!, 0);
  // The last frame is rarely reported to the end.
  return seconds >= duration - 0.75 ? 100 : Math.max(0, Math.min(99, Math.floor(seconds / duration * 100)));
}

/** How far the film was watched without a gap, in seconds from its beginning: so far may be jumped where seeking is locked. */
export function reached(ranges: readonly (readonly number[])[]): number {
  const first = ranges[0];
  return first && first[0]! <= 1.5 ? first[1]! : 0;
}
