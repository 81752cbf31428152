import { defineAsyncComponent } from 'vue';
import { loadFeatureTexts } from '../../core/i18n';

/** Few lessons are assignments: those that are bring the parts and their texts. */
export const AssignmentLesson = defineAsyncComponent(async () => {
  const [part] = await Promise.all([import('./AssignmentLesson.vue'), loadFeatureTexts(['assignments'])]);
  return part.default;
});
export type { AssignmentDetail } from './types';
