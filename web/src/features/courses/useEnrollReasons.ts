import { useI18n } from '../../core/i18n';
import type { EnrollReason } from './types';
import { useDeadline } from './useDeadline';

/** Some codes hold several reasons, told apart by their facts. */
export function detailedCode({ code, facts }: EnrollReason, now = Date.now()): string {
  if (code === 'course-not-open')
    return facts.course_status === 'published' ? 'course-restricted' : 'course-closed';
  if (code !== 'enrollment-not-open-now')
    return code;
  return typeof facts.opens_at === 'string' && new Date(facts.opens_at).getTime() > now ? 'opens' : 'closed';
}

/** Why a course cannot be taken now, in words, by the server's codes. */
export function useEnrollReasons() {
  const { t, te } = useI18n();
  const { instant } = useDeadline();

  /** Instants among the facts are told where the reader is; the rest goes in as it is. */
  function values(reason: EnrollReason): Record<string, unknown> {
    return Object.fromEntries(Object.entries(reason.facts).map(([name, value]) => [name, name.endsWith('_at') && typeof value === 'string' ? instant(value) : value]));
  }

  return (reason: EnrollReason): string => {
    const key = `seats.reason.${detailedCode(reason)}`;
    return te(key) ? t(key, values(reason)) : t('seats.reason.other');
  };
}
