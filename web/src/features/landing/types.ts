import type { Schemas } from '../../core/api';

/** What the landing page shows of a course. */
export type CourseSummary = Schemas['CourseCard'];
