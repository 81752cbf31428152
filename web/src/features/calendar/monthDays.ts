import { addDays } from '../home';

/** A month as `2026-05`. */
export type Month = string;

/** The month of a day. */
export const monthOf = (day: string): Month => day.slice(0, 7);

/** So many months later (or earlier). */
export function addMonths(month: Month, number: number): Month {
  const [year, name] = month.split('-').map(Number);
  return new Date(Date.UTC(year!, name! - 1 + number, 1)).toISOString().slice(0, 7);
}

/** The same day of another month, or its last one. */
export function inMonth(day: string, month: Month): string {
  const last = addDays(`${addMonths(month, 1)}-01`, -1);
  const wanted = `${month}-${day.slice(8)}`;
  return wanted > last ? last : wanted;
}

/** The weeks that show a month, each of seven days; `firstDay` of the week is 1 (Monday) to 7. */
export function weeksOf(month: Month, firstDay: number): string[][] {
  const first = `${month}-01`;
  const weekday = new Date(`${first}T00:00:00Z`).getUTCDay() || 7;
  let day = addDays(first, -((weekday - firstDay + 7) % 7));
  const weeks: string[][] = [];
  do {
    weeks.push(Array.from({ length: 7 }, (_, place) => addDays(day, place)));
    day = addDays(day, 7);
  } while (monthOf(day) === month);
  return weeks;
}

/** The day on which weeks begin where that language is spoken, 1 (Monday) to 7. */
export function firstDayOfWeek(language: string): number {
  const locale = new Intl.Locale(language) as Intl.Locale & { getWeekInfo?: () => { firstDay: number }; weekInfo?: { firstDay: number } };
  return locale.getWeekInfo?.().firstDay ?? locale.weekInfo?.firstDay ?? 1;
}
