import type { Writer } from './cellText';
import type { ReportSchedule } from './types';

type Timing = Pick<ReportSchedule, 'cadence' | 'weekday' | 'day_of_month' | 'hour'>;

/** A Monday, from which weekdays are counted. */
const MONDAY = Date.UTC(2024, 0, 1);
const DAY = 86_400_000;

/** Name of a weekday in the reader's language; Monday is 0. */
export function weekdayText(weekday: number, { d }: Pick<Writer, 'd'>): string {
  return d(new Date(MONDAY + weekday * DAY).toISOString(), { weekday: 'long', timeZone: 'UTC' });
}

/** A full hour as the reader writes it. */
export function hourText(hour: number, { d }: Pick<Writer, 'd'>): string {
  return d(new Date(MONDAY + hour * 3_600_000).toISOString(), { timeStyle: 'short', timeZone: 'UTC' });
}

/** `Every Monday at 07:00`. */
export function rhythmText(timing: Timing, writer: Pick<Writer, 't' | 'd'>): string {
  const at = hourText(timing.hour ?? 0, writer);
  if (timing.cadence === 'weekly')
    return writer.t('reports.schedules.every_weekday', { day: weekdayText(timing.weekday ?? 0, writer), at });
  return timing.cadence === 'monthly'
    ? writer.t('reports.schedules.every_month', { day: timing.day_of_month ?? 1, at })
    : writer.t('reports.schedules.every_day', { at });
}
