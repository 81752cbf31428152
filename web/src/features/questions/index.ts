import { defineAsyncComponent } from 'vue';

/** Chooses questions of the banks for a quiz; loaded when it is opened. */
export const PickQuestions = defineAsyncComponent(() => import('./PickQuestions.vue'));
