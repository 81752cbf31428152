import { defineAsyncComponent } from 'vue';

/** A person's own facts and field values; loaded when shown. Its page names the texts of `people`. */
export const OwnFacts = defineAsyncComponent(() => import('./OwnFacts.vue'));
