const DAY_MS = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

function format(zone: string): Intl.DateTimeFormat {
  let found = formats.get(zone);
  if (!found)
    formats.set(zone, found = new Intl.DateTimeFormat('en', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }));
  return found;
}

function parts(at: Date, zone: string): Record<string, string> {
  return Object.fromEntries(format(zone).formatToParts(at).map(part => [part.type, part.value]));
}

/** The day of an instant in a time zone, as `2026-05-07`. */
export function dayOf(at: string | Date, zone: string): string {
  const { year, month, day } = parts(new Date(at), zone);
  return `${year!.padStart(4, '0')}-${month}-${day}`;
}

/** The time of an instant in a time zone, as `09:30`. */
export function timeOf(at: string | Date, zone: string): string {
  const { hour, minute } = parts(new Date(at), zone);
  return `${hour}:${minute}`;
}

/**
 * The instant at which clocks of the zone show that day and time. A time that a clock change leaves out is the one
 * after it; of a time that comes twice it is the first.
 */
export function instantOf(day: string, time: string, zone: string): Date {
  const wanted = new Date(`${day}T${time}:00Z`).getTime();
  const offset = (at: number) => new Date(`${dayOf(new Date(at), zone)}T${timeOf(new Date(at), zone)}:00Z`).getTime() - at;
  const found = [wanted - offset(wanted - DAY_MS), wanted - offset(wanted + DAY_MS)].filter(at => at + offset(at) === wanted);
  return new Date(found.length ? Math.min(...found) : wanted - offset(wanted - DAY_MS));
}

/** So many days later (or earlier). */
export function addDays(day: string, number: number): string {
  return new Date(new Date(`${day}T00:00:00Z`).getTime() + number * DAY_MS).toISOString().slice(0, 10);
}

/** How many days from the first to the second. */
export function daysBetween(first: string, second: string): number {
  return Math.round((new Date(`${second}T00:00:00Z`).getTime() - new Date(`${first}T00:00:00Z`).getTime()) / DAY_MS);
}
