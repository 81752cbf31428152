export { default as QuizLesson } from './QuizLesson.vue';
export type { QuizDetail } from './types';
