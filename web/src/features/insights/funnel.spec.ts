import { describe, expect, it } from 'vitest';
import type { Schemas } from '../../core/api';
import { stepsOf } from './funnel';

const words = { enrolled: 'Enrolled', started: 'Started', completed: 'Completed' };
const course = (over: Partial<Schemas['CourseInsights']>): Schemas['CourseInsights'] => ({
  as_of: '2026-11-26T00:00:00Z', learner_count: 8, started_count: 6, completed_count: 1, average_percent: 0, average_seconds: 0, total_seconds: 0,
  modules: [{ id: 1, title: 'Ropes', completed_count: 3 }, { id: 2, title: 'Bends', completed_count: 4 }],
  lessons: [], attention: { anybody: 0, overdue: 0, due_soon: 0, never_started: 0, quiet: 0, low_engagement: 0 }, ...over,
});

describe('stepsOf', () => {
  it('goes from the enrolled over the modules to the completed', () => {
    expect(stepsOf(course({}), words).map(step => [step.title, step.count, step.percent, step.lost])).toEqual([
      ['Enrolled', 8, 100, 0], ['Started', 6, 75, 2], ['Ropes', 3, 37, 3], ['Bends', 4, 50, 0], ['Completed', 1, 12, 3],
    ]);
  });

  it('holds without learners', () => {
    expect(stepsOf(course({ learner_count: 0, started_count: 0, completed_count: 0, modules: [] }), words).map(step => step.percent)).toEqual([0, 0, 0]);
  });
});
