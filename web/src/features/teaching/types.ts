import type { Schemas } from '../../core/api';

/** The status of a course is told as text in the schema; these are its values. */
export type TeachingCourse = Omit<Schemas['TeachingCourse'], 'status'> & { status: Schemas['CourseDetail']['status'] };
