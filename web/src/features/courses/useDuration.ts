import { useI18n } from '../../core/i18n';

/** Says how long something takes: minutes up to an hour and a half, then half hours. */
export function useDuration() {
  const { n } = useI18n();
  return (minutes: number): string => {
    if (minutes <= 0)
      return '';
    if (minutes <= 90)
      return n(minutes, { style: 'unit', unit: 'minute', unitDisplay: 'short' });
    return n(Math.round(minutes / 30) / 2, { style: 'unit', unit: 'hour', unitDisplay: 'short' });
  };
}
