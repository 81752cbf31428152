import { onScopeDispose, ref } from 'vue';
import { useI18n } from '../../core/i18n';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const HOURS_TOLD = 48;

/** How far away an instant is, in words that follow the clock. `serverTime` corrects a clock that goes wrong. */
export function useDueWords(serverTime: () => string) {
  const { t } = useI18n();
  const skew = Date.parse(serverTime()) - Date.now();
  const now = ref(Date.now() + skew);
  const timer = setInterval(() => { now.value = Date.now() + skew; }, MINUTE_MS / 2);
  onScopeDispose(() => clearInterval(timer));

  function span(ms: number): string {
    if (ms > HOURS_TOLD * HOUR_MS)
      return t('assignments.span.days', { n: Math.floor(ms / DAY_MS) }, Math.floor(ms / DAY_MS));
    if (ms >= HOUR_MS)
      return t('assignments.span.hours', { n: Math.floor(ms / HOUR_MS) }, Math.floor(ms / HOUR_MS));
    const minutes = Math.max(1, Math.floor(ms / MINUTE_MS));
    return t('assignments.span.minutes', { n: minutes }, minutes);
  }
  function until(instant: string): string {
    const left = Date.parse(instant) - now.value;
    return left > 0 ? t('assignments.left', { span: span(left) }) : t('assignments.over', { span: span(-left) });
  }
  return { now, until, span };
}
