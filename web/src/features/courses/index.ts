export { default as CourseCard } from './CourseCard.vue';
export { default as CourseFacts } from './CourseFacts.vue';
export { default as LessonKindIcon } from './LessonKindIcon.vue';
export { default as ReasonList } from './ReasonList.vue';
export { useReasonText } from './useReasonText';
export type { RuleReason } from './useReasonText';
export type { CourseCardData, LessonKind, OwnEnrollment } from './types';
