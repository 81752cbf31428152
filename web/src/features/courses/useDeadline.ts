import { onScopeDispose, ref } from 'vue';
import { useI18n } from '../../core/i18n';
import { timeLeft } from './timeLeft';

const TICK_MS = 30_000;

/** Puts deadlines into words: the day and hour where the reader is, and how long that still is. The words follow the clock. */
export function useDeadline() {
  const { t, d } = useI18n();
  const now = ref(Date.now());
  const timer = setInterval(() => { now.value = Date.now(); }, TICK_MS);
  onScopeDispose(() => clearInterval(timer));

  const instant = (at: string): string => d(new Date(at), { weekday: 'long', day: 'numeric', month: 'long', hour: 'numeric', minute: '2-digit' });
  const day = (at: string): string => d(new Date(at), { dateStyle: 'long' });

  function left(until: string): string {
    const { n, unit } = timeLeft(until, now.value);
    return unit === 'over' ? t('seats.left.over') : t(`seats.left.${unit}`, { n }, n);
  }

  return { instant, day, left, isOver: (until: string) => timeLeft(until, now.value).unit === 'over' };
}
