const FIELDS = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const;

function wallMillis(instant: number, zone: string | undefined): number {
  const parts = Object.fromEntries(new Intl.DateTimeFormat('en', { ...FIELDS, timeZone: zone }).formatToParts(instant).map(part => [part.type, Number(part.value)]));
  return Date.UTC(parts.year!, parts.month! - 1, parts.day, parts.hour, parts.minute, parts.second);
}

/** What a clock in the zone shows at that instant, as a field for date and time wants it; without a zone, the device's own. */
export function wallTime(instant: string, zone: string | undefined): string {
  return new Date(wallMillis(new Date(instant).getTime(), zone)).toISOString().slice(0, 16);
}

/** The instant at which a clock in the zone shows this. In the hour that a change of clocks skips, the one after it. */
export function instantOf(wall: string, zone: string | undefined): string {
  const wanted = new Date(`${wall}Z`).getTime();
  let guess = wanted;
  // The offset at the guess may differ from that at the result, once a change of clocks lies between.
  for (let round = 0; round < 2; round++)
    guess += wanted - wallMillis(guess, zone);
  return new Date(guess).toISOString();
}
