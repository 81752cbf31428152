import type { QuizDetail, Review } from './types';

const ORDER = ['just_after', 'while_open', 'closed'] as const;
export type Phase = typeof ORDER[number];

/** What a review tells, most important first; empty when it tells nothing. */
export function told(review: Review): ('points' | 'responses' | 'correctness' | 'feedback' | 'key')[] {
  return (['points', 'responses', 'correctness', 'feedback', 'key'] as const).filter(name => review[name]);
}

/** The phases with what each tells; one entry where all tell the same. */
export function phases(reviews: QuizDetail['reviews']): { phase: Phase | 'always'; review: Review }[] {
  const found = ORDER.flatMap(phase => reviews[phase] ? [{ phase, review: reviews[phase] }] : []);
  const isSame = found.every(one => told(one.review).join() === told(found[0]!.review).join());
  return isSame && found[0] ? [{ phase: 'always', review: found[0].review }] : found;
}

/** The first later phase that tells something which is not told now. */
export function firstLater(reviews: QuizDetail['reviews'], now: Review): Phase | undefined {
  return ORDER.slice(1).find(phase => reviews[phase] && told(reviews[phase]).some(name => !now[name]));
}
