export { default as PracticeQuestion } from './PracticeQuestion.vue';
export { default as QuizLesson } from './QuizLesson.vue';
export type { QuizDetail } from './types';
