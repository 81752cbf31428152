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
