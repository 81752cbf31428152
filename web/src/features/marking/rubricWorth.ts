import type { Rubric } from '../submissions';

/** What was chosen so far: level and remark by criterion. */
export type GivenLevels = Record<string, { level: string; comment: string }>;

/** What the levels chosen so far are worth of `most` points, and whether each criterion has one. */
export function rubricWorth(rubric: Rubric, levels: GivenLevels, most: number): { worth: number; isComplete: boolean } {
  const best = rubric.criteria.reduce((sum, one) => sum + Math.max(...one.levels.map(level => level.points)), 0);
  const found = rubric.criteria.reduce((sum, one) => sum + (one.levels.find(level => level.uuid === levels[one.uuid]?.level)?.points ?? 0), 0);
  return { worth: best ? found / best * most : 0, isComplete: rubric.criteria.every(one => levels[one.uuid]) };
}
