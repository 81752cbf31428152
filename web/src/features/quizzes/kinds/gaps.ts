/** How many gaps a text has: the highest number that stands in it. */
export function gapCount(text: string): number {
  return Math.min(100, Math.max(0, ...[...text.matchAll(/\[\[(\d{1,3})\]\]/g)].map(found => Number(found[1]))));
}
