import { defineAsyncComponent } from 'vue';
import { loadFeatureTexts } from '../../core/i18n';

/** Notes in the player, with their words: loaded when the lesson stands. */
export const PlayerNotes = defineAsyncComponent(async () => {
  const [, component] = await Promise.all([loadFeatureTexts(['notes']), import('./PlayerNotes.vue')]);
  return component;
});

export { usePlayerNotes } from './usePlayerNotes';
