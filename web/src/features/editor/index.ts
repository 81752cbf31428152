import { defineAsyncComponent } from 'vue';

/** Writes a block document; loaded when it is shown. */
export const BlockEditor = defineAsyncComponent(() => import('./BlockEditor.vue'));
export type { EditorDocument } from './types';
