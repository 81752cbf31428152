import { useI18n } from '../../core/i18n';

const MINUTE = 60;

/** Lengths of time and days of the calendar in words of the reader. */
export function useSpans() {
  const { t, n, d } = useI18n();

  /** Seconds as hours and minutes. What is less than a minute, but something, is not nothing. */
  function span(seconds: number): string {
    if (seconds > 0 && seconds < MINUTE)
      return t('progress.span.moment');
    const minutes = Math.floor(seconds / MINUTE);
    const hours = Math.floor(minutes / MINUTE);
    return hours
      ? t('progress.span.hours', { hours: n(hours), minutes: n(minutes % MINUTE) })
      : t('progress.span.minutes', { minutes: n(minutes) });
  }
  /** A day without a time: the same everywhere. */
  const day = (iso: string, options: Intl.DateTimeFormatOptions = { dateStyle: 'medium' }) => d(new Date(`${iso}T12:00:00Z`), { ...options, timeZone: 'UTC' });

  return { span, day };
}
