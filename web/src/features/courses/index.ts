export { default as CourseCard } from './CourseCard.vue';
export { default as CourseFacts } from './CourseFacts.vue';
export { default as LessonKindIcon } from './LessonKindIcon.vue';
export type { CourseCardData, LessonKind, OwnEnrollment } from './types';
