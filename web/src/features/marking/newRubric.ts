import type { Rubric } from '../submissions';
import type { BankRubric } from './types';

/** A rubric to begin with: one criterion, three levels. */
export function newRubric(words: { good: string; fair: string; poor: string }): Rubric {
  const level = (title: string, points: number) => ({ uuid: '', title, description: '', points });
  return { uuid: '', title: '', description: '', criteria: [{ uuid: '', title: '', description: '', levels: [level(words.good, 4), level(words.fair, 2), level(words.poor, 0)] }] };
}

/** The same rubric once more, to be changed freely. */
export function copyOf(rubric: BankRubric, title: string): Rubric {
  const { description, criteria } = JSON.parse(JSON.stringify(rubric)) as BankRubric;
  return { uuid: '', title, description, criteria };
}
