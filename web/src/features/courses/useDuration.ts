import { useI18n } from '../../core/i18n';

/** Says how long something takes: minutes up to an hour and a half, then half hours. */
export function useDuration() {
  const { t } = useI18n();
  return (minutes: number): string => {
    if (minutes <= 0)
      return '';
    if (minutes <= 90)
      return t('courses.lasts.minutes', { n: minutes });
    return t('courses.lasts.hours', { n: Math.round(minutes / 30) / 2 });
  };
}
