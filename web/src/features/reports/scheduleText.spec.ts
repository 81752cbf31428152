import { expect, it } from 'vitest';
import { hourText, rhythmText, weekdayText } from './scheduleText';

const words: Record<string, string> = {
  'reports.schedules.every_day': 'Every day at {at}',
  'reports.schedules.every_weekday': 'Every {day} at {at}',
  'reports.schedules.every_month': 'Day {day} at {at}',
};
const writer = {
  t: (key: string, values: Record<string, unknown>) => words[key]!.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name])),
  d: (value: string, options?: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Kolkata', ...options }).format(new Date(value)),
};
const timing = { weekday: null, day_of_month: null, hour: 7 };

it.each([
  [{ ...timing, cadence: 'daily' as const }, 'Every day at 07:00'],
  [{ ...timing, cadence: 'weekly' as const, weekday: 6 }, 'Every Sunday at 07:00'],
  [{ ...timing, cadence: 'monthly' as const, day_of_month: 28 }, 'Day 28 at 07:00'],
])('tells a rhythm in words', (given, text) => {
  expect(rhythmText(given, writer)).toBe(text);
});

it('counts weekdays from Monday and hours from midnight, whatever the zone', () => {
  expect([weekdayText(0, writer), hourText(0, writer), hourText(23, writer)]).toEqual(['Monday', '00:00', '23:00']);
});
