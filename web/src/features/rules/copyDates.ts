const DAY = 86_400_000;
const at = (iso: string) => Date.parse(`${iso}T00:00:00Z`);

/** Whole days from one day to another; below 0 where the other comes before. */
export function daysFrom(first: string, day: string): number {
  return Math.round((at(day) - at(first)) / DAY);
}

/** The day so many days later. */
export function laterBy(first: string, days: number): string {
  return new Date(at(first) + days * DAY).toISOString().slice(0, 10);
}
