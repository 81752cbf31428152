import { defineAsyncComponent } from 'vue';
import { loadFeatureTexts } from '../../core/i18n';

/** A person's own facts and field values; part and texts are loaded when it is shown. */
export const OwnFacts = defineAsyncComponent(() => Promise.all([import('./OwnFacts.vue'), loadFeatureTexts(['people'])]).then(([part]) => part));
