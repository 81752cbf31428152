const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const HOURS_TOLD = 48;

export interface TimeLeft { n: number; unit: 'days' | 'hours' | 'minutes' | 'over' }

/** How long until an instant, in the unit people would say, never more than there is. */
export function timeLeft(until: string | Date, now: number): TimeLeft {
  const left = new Date(until).getTime() - now;
  if (!(left > 0))
    return { n: 0, unit: 'over' };
  if (left > HOURS_TOLD * HOUR_MS)
    return { n: Math.floor(left / DAY_MS), unit: 'days' };
  if (left >= HOUR_MS)
    return { n: Math.floor(left / HOUR_MS), unit: 'hours' };
  return { n: Math.max(1, Math.floor(left / MINUTE_MS)), unit: 'minutes' };
}
