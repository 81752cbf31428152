export { default as LessonDates } from './LessonDates.vue';
