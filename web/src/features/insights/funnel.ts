import type { Schemas } from '../../core/api';

export interface Step {
  key: string;
  title: string;
  count: number;
  /** Of all learners, 0 to 100. */
  percent: number;
  /** How many fewer than at the step before; 0 where it is not fewer. */
  lost: number;
}

/** Enrolled, begun, each module completed, all completed. A module may be passed by more people than the one before: the order is theirs. */
export function stepsOf(course: Schemas['CourseInsights'], words: { enrolled: string; started: string; completed: string }): Step[] {
  const counts = [
    { key: 'enrolled', title: words.enrolled, count: course.learner_count },
    { key: 'started', title: words.started, count: course.started_count },
    ...course.modules.map(module => ({ key: `module-${module.id}`, title: module.title, count: module.completed_count })),
    { key: 'completed', title: words.completed, count: course.completed_count },
  ];
  const all = Math.max(1, course.learner_count);
  return counts.map((step, place) => ({
    ...step,
    percent: Math.min(100, Math.floor(step.count / all * 100)),
    lost: place === 0 ? 0 : Math.max(0, (counts[place - 1]?.count ?? 0) - step.count),
  }));
}
