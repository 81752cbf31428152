export { default as PracticeQuestion } from './PracticeQuestion.vue';
export { default as QuizLesson } from './QuizLesson.vue';
export { answerOf } from './kinds';
export type { Inputs, PartsResponse, QuizDetail } from './types';
export { default as QuestionInput } from './QuestionInput.vue';
export { isGiven } from './responses';
export type { QuizResponse, Slot } from './types';
