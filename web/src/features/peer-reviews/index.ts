import { defineAsyncComponent } from 'vue';
import { loadFeatureTexts } from '../../core/i18n';

/** Few assignments are reviewed by learners: those that are bring the part and its texts. */
export const PeerPart = defineAsyncComponent(async () => {
  const [part] = await Promise.all([import('./PeerPart.vue'), loadFeatureTexts(['peer-reviews'])]);
  return part.default;
});
