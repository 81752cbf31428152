import type { Draft } from './types';

/** A statement to begin with; its name comes from the texts. */
export const example: Pick<Draft, 'statement' | 'chart'> = {
  statement: `SELECT course, enrolled, completed,
  SHARE(completed, enrolled) AS done
FROM course_completion
WHERE enrolled > 0
ORDER BY enrolled DESC
LIMIT 10`,
  chart: { kind: 'bar', label: 'course', values: ['enrolled', 'completed'] },
};
