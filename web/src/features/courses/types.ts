import type { Schemas } from '../../core/api';
import type { BlockDocumentData } from '../../ui/blocks';

export type CourseCardData = Schemas['CourseCard'];
export type OutlineLesson = Schemas['OutlineLessonName'];
export type OutlineModule = Schemas['OutlineModuleName'];
export type LessonKind = Schemas['OutlineLessonName']['kind'];
export type OwnEnrollment = Schemas['OwnEnrollment'];
export type CourseDetail = Omit<Schemas['CourseDetail'], 'overview'> & { overview: BlockDocumentData };
export type Facets = Schemas['Facets'];
export type FacetValue = Schemas['FacetValue'];
export type CatalogAnswer = Schemas['CatalogPage'];
export type CourseReview = Schemas['CourseReview'];
export type CourseReviews = Schemas['CourseReviews'];
export type SimilarCourse = Schemas['SimilarCourse'];

/** What one asks for when taking a course. */
export interface EnrollDraft { cohort_id?: number; message?: string; join_waitlist?: boolean; key?: string }
export type EnrollCohort = Schemas['CohortChoice'];
/** Why a course cannot be taken now: a code, and what belongs to it. */
export type EnrollReason = Omit<Schemas['EnrollReason'], 'facts'> & { facts: Readonly<Record<string, unknown>> };
export type EnrollAnswer = Omit<Schemas['EnrollAnswer'], 'reasons'> & { reasons: EnrollReason[] };
/** One's own place in a course. */
export type OwnPlace = Schemas['OwnPlace'];
export type CourseStanding = Omit<Schemas['CourseEnrollment'], 'can'> & { can: EnrollAnswer };
