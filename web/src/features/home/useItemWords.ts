import { useI18n } from '../../core/i18n';
import { addDays, dayOf, daysBetween } from './days';
import type { CalendarItem } from './types';

const ICONS: Record<CalendarItem['kind'], string> = {
  'due': 'i-lucide-flag',
  'access-ends': 'i-lucide-lock',
  'cohort-starts': 'i-lucide-users',
  'cohort-ends': 'i-lucide-users',
  'offer': 'i-lucide-armchair',
  'quiz': 'i-lucide-timer',
  'opens': 'i-lucide-lock-open',
  'closes': 'i-lucide-lock',
  'assignment': 'i-lucide-file-pen-line',
  'quiz-opens': 'i-lucide-lock-open',
  'quiz-closes': 'i-lucide-list-checks',
  'exam': 'i-lucide-graduation-cap',
  'own': 'i-lucide-pencil',
};
const WEEK = 7;

/** What stands in a calendar, in words. */
export function useItemWords() {
  const { t, d } = useI18n();

  /** A day without a time: the same everywhere. */
  const day = (iso: string, options: Intl.DateTimeFormatOptions = { weekday: 'long', day: 'numeric', month: 'long' }) => d(new Date(`${iso}T12:00:00Z`), { ...options, timeZone: 'UTC' });
  const time = (at: string) => d(new Date(at), { hour: 'numeric', minute: '2-digit' });
  const icon = (item: CalendarItem) => ICONS[item.kind];

  /** What it is about: the course, and what of it. */
  function about(item: CalendarItem): string {
    if (item.kind === 'own')
      return item.note;
    if (item.lesson && item.count > 1)
      return t('home.and_more', { title: item.course?.title ?? '', n: item.count - 1 }, item.count - 1);
    if (item.kind === 'exam')
      return [item.course?.title, item.note].filter(Boolean).join(' · ');
    return item.lesson ? item.course?.title ?? '' : item.note;
  }

  /** An instant as one would say it: today, tomorrow, Thursday, 21 May. */
  function when(at: string, today: string, zone: string): string {
    const on = dayOf(at, zone);
    const away = daysBetween(today, on);
    const hour = time(at);
    if (away === 0)
      return t('home.today_at', { time: hour });
    if (away === 1)
      return t('home.tomorrow_at', { time: hour });
    if (away > 1 && away < WEEK)
      return t('home.day_at', { day: day(on, { weekday: 'long' }), time: hour });
    return t('home.day_at', { day: day(on, { day: 'numeric', month: 'long' }), time: hour });
  }

  /** The hours of an entry on its day. */
  function span(item: CalendarItem): string {
    if (item.is_all_day)
      return t('home.all_day');
    return item.ends_at && item.ends_at !== item.starts_at ? t('home.from_to', { from: time(item.starts_at), to: time(item.ends_at) }) : time(item.starts_at);
  }

  /** Where it leads; own entries lead nowhere. */
  function link(item: CalendarItem): string | undefined {
    if (!item.course)
      return undefined;
    if (item.lesson && item.kind !== 'opens')
      return `/learn/${item.course.slug}/${item.lesson.id}`;
    return item.kind === 'due' ? `/learn/${item.course.slug}` : `/courses/${item.course.slug}`;
  }

  return { day, time, icon, about, when, span, link };
}

/** The days that an item stands on, of the person's own calendar. */
export function daysOf(item: CalendarItem, zone: string): string[] {
  const first = item.is_all_day ? item.starts_at.slice(0, 10) : dayOf(item.starts_at, zone);
  if (!item.ends_at || item.ends_at === item.starts_at)
    return [first];
  // What ends at midnight does not touch the day that begins there.
  const last = item.is_all_day ? addDays(item.ends_at.slice(0, 10), -1) : dayOf(new Date(new Date(item.ends_at).getTime() - 1), zone);
  return Array.from({ length: Math.max(1, daysBetween(first, last) + 1) }, (_, place) => addDays(first, place));
}
