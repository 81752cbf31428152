import { useI18n } from '../../core/i18n';

interface Named { id: number; title: string }

/** What a rule asks for, or what is missing of it, as the server tells it. */
export interface RuleReason {
  kind: 'opens-at' | 'closed-at' | 'dates' | 'days-after-enrollment' | 'lesson-done' | 'lesson-score' | 'module-done' | 'group' | 'course-done' | 'course-grade' | 'lesson-grade' | 'any' | 'all' | 'not';
  at?: string | null;
  from?: string | null;
  until?: string | null;
  days?: number;
  lesson?: Named;
  module?: Named;
  lessons_left?: number;
  group?: { id: number; name: string };
  course?: Named & { slug: string };
  percent?: number;
  own_percent?: number | null;
  /** A score of theirs is kept back for now. */
  is_withheld?: boolean;
  of?: RuleReason[];
}

/** Puts reasons into words: dates in the reader's zone, and where to go to clear each. */
export function useReasonText() {
  const { t, d, n } = useI18n();
  const percent = (value: number) => n(value / 100, { style: 'percent' });

  function instant(value: string): string {
    const date = new Date(value);
    const isFar = Math.abs(date.getTime() - Date.now()) > 300 * 86_400_000;
    return d(date, { day: 'numeric', month: 'long', hour: 'numeric', minute: '2-digit', ...(isFar ? { year: 'numeric' } : {}) });
  }

  function dates(reason: RuleReason): string {
    if (reason.from && reason.until)
      return t('courses.rule.between', { from: instant(reason.from), until: instant(reason.until) });
    return reason.from ? t('courses.rule.opens', { at: instant(reason.from) }) : t('courses.rule.until', { at: instant(reason.until!) });
  }

  function scored(reason: RuleReason, name: 'score' | 'course' | 'grade'): string {
    const values = { title: (reason.lesson ?? reason.course)!.title, percent: percent(reason.percent!) };
    if (reason.is_withheld && (reason.own_percent ?? null) === null)
      return t('courses.rule.score_withheld', values);
    return reason.own_percent === undefined || reason.own_percent === null
      ? t(`courses.rule.${name}`, values)
      : t(`courses.rule.${name}_own`, { ...values, own: percent(reason.own_percent) });
  }

  const words: Record<RuleReason['kind'], (reason: RuleReason) => string> = {
    'opens-at': reason => t('courses.rule.opens', { at: instant(reason.at!) }),
    'closed-at': reason => t('courses.rule.closed', { at: instant(reason.at!) }),
    dates,
    'days-after-enrollment': reason => t('courses.rule.days', { n: reason.days! }, reason.days!),
    'lesson-done': reason => t('courses.rule.done', { title: reason.lesson!.title }),
    'lesson-score': reason => scored(reason, 'score'),
    'module-done': reason => reason.lessons_left
      ? t('courses.rule.module_left', { title: reason.module!.title, n: reason.lessons_left }, reason.lessons_left)
      : t('courses.rule.module', { title: reason.module!.title }),
    group: reason => t('courses.rule.group', { name: reason.group!.name }),
    'course-done': reason => scored(reason, 'course'),
    'course-grade': reason => scored(reason, 'grade'),
    'lesson-grade': reason => scored(reason, 'grade'),
    any: reason => joined(reason, 'courses.rule.or'),
    all: reason => joined(reason, 'courses.rule.and'),
    not: reason => t('courses.rule.not', { what: text(reason.of![0]!) }),
  };

  function joined(reason: RuleReason, between: 'courses.rule.or' | 'courses.rule.and'): string {
    return reason.of!.map(text).join(` ${t(between)} `);
  }

  function text(reason: RuleReason): string {
    return words[reason.kind](reason);
  }

  /** The page on which the learner clears the reason; none for dates and groups. */
  function target(reason: RuleReason, slug: string): string | undefined {
    if (reason.lesson)
      return `/learn/${slug}/${reason.lesson.id}`;
    return reason.course ? `/courses/${reason.course.slug}` : undefined;
  }

  return { text, target };
}
