import type { ReportColumn } from './types';

const MINUTE = 60;
/** From here on the minutes tell nothing. */
const MANY_HOURS = 100;
const NUMBERS: readonly string[] = ['integer', 'decimal', 'percent', 'duration'];
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** What texts, numbers and dates are written with: `useI18n()`. */
export interface Writer {
  t: (key: string, values: Record<string, unknown>) => string;
  n: (value: number, options?: Intl.NumberFormatOptions) => string;
  d: (value: string, options?: Intl.DateTimeFormatOptions) => string;
}

export interface ValueKind {
  kind: string;
  places?: number;
  choices?: Record<string, string>;
}

export function isNumber(column: Pick<ReportColumn, 'kind'>): boolean {
  return NUMBERS.includes(column.kind);
}

/** `3 h 20 min`, `45 min`, `40 s`: a stretch of time in words. */
export function durationText(seconds: number, { t, n }: Pick<Writer, 't' | 'n'>): string {
  const left = Math.round(seconds);
  if (left < MINUTE)
    return t('reports.duration.seconds', { n: n(left) });
  const all = Math.round(left / MINUTE);
  if (all < MINUTE)
    return t('reports.duration.minutes', { n: n(all) });
  const hours = Math.floor(all / MINUTE);
  const minutes = all % MINUTE;
  const told = t('reports.duration.hours', { n: n(hours) });
  return minutes && hours < MANY_HOURS ? `${told} ${t('reports.duration.minutes', { n: n(minutes) })}` : told;
}

/** A day without an hour is the same everywhere: no time zone may move it. */
export function dayText(day: string, { d }: Pick<Writer, 'd'>): string {
  return d(`${day}T00:00:00Z`, { dateStyle: 'medium', timeZone: 'UTC' });
}

function numberText(value: number, { kind, places = 1 }: ValueKind, writer: Writer): string {
  if (kind === 'percent')
    return writer.n(value / 100, { style: 'percent', maximumFractionDigits: places });
  if (kind === 'duration')
    return durationText(value, writer);
  return writer.n(value, { maximumFractionDigits: kind === 'integer' ? 0 : places });
}

/** A value of a report as people read it; empty for none. */
export function cellText(value: unknown, kind: ValueKind, writer: Writer): string {
  if (value === null || value === undefined || value === '')
    return '';
  if (typeof value === 'number' && NUMBERS.includes(kind.kind))
    return numberText(value, kind, writer);
  const text = String(value);
  if (kind.kind === 'choice')
    return kind.choices?.[text] ?? text;
  if (kind.kind === 'date')
    return dayText(text, writer);
  return kind.kind === 'datetime' ? writer.d(text, { dateStyle: 'medium', timeStyle: 'short' }) : text;
}

/** The label of a point: days are written out. */
export function labelText(label: string, writer: Pick<Writer, 'd'>): string {
  return DAY.test(label) ? dayText(label, writer) : label;
}
