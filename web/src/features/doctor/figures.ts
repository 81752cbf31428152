import type { Schemas } from '../../core/api';

export type Report = Schemas['QuizDoctor'];
export type Item = Schemas['ItemReport'];
export type Verdict = Schemas['ItemVerdict'];
export type Order = 'trouble' | 'facility' | 'corrected' | 'answers';

export const orders: readonly Order[] = ['trouble', 'facility', 'corrected', 'answers'];
export const tones = { bad: 'error', warn: 'warning', note: 'neutral' } as const;

/** Worst first: by trouble downward, by facility and discrimination upward; what cannot be told comes last. */
export function inOrder(items: readonly Item[], order: Order): Item[] {
  const worth = (item: Item): number => order === 'trouble' || order === 'answers' ? -item[order] : item[order] ?? Number.POSITIVE_INFINITY;
  return [...items].sort((one, other) => worth(one) - worth(other));
}

/** The worst that is said about an item. */
export function worst(item: Item): Verdict | undefined {
  return item.verdicts[0];
}

/** Minutes and seconds for a time on an answer. */
export function clock(seconds: number): string {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
