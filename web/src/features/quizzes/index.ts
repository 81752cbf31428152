import { defineAsyncComponent } from 'vue';

/** Writes one new question and stores it; loaded when it is shown. */
export const NewPracticeQuestion = defineAsyncComponent(() => import('./NewPracticeQuestion.vue'));
export const QuestionEditor = defineAsyncComponent(() => import('./QuestionEditor.vue'));
export const AddQuestionMenu = defineAsyncComponent(() => import('./AddQuestionMenu.vue'));
export const StemField = defineAsyncComponent(() => import('./StemField.vue'));
export { kindIcons, newQuestion, offeredKinds } from './questionKinds';
export { sentQuestion } from './placing';
export { questionOf } from './quizDraft';
export type { Question, QuestionKind } from './types';
