import { defineAsyncComponent } from 'vue';
import { withTexts } from '../../core/i18n';

/** Chooses a rubric at hand, or makes one; loaded when it is shown, with its words. */
export const RubricChoice = defineAsyncComponent(withTexts(['marking', 'assignments'], () => import('./RubricChoice.vue')));
/** A rubric to mark by. Pages that show it load the texts of `marking`. */
export { default as RubricPanel } from './RubricPanel.vue';
export { rubricWorth, type GivenLevels } from './rubricWorth';
export { useRubricKeys } from './useRubricKeys';
