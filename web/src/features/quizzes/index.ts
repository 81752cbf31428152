import { defineAsyncComponent } from 'vue';

/** Writes one new question and stores it; loaded when it is shown. */
export const NewPracticeQuestion = defineAsyncComponent(() => import('./NewPracticeQuestion.vue'));
