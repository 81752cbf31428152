import { defineAsyncComponent } from 'vue';

/** Comments beside the blocks of a lesson; they come with their own chunk. */
export const BlockComments = defineAsyncComponent(() => import('./BlockComments.vue'));
/** All comments of a lesson, or of the whole course, at the side of the window. */
export const CommentsDrawer = defineAsyncComponent(() => import('./CommentsDrawer.vue'));
export { useCommentCounts } from './useCommentCounts';
export { useBlockThreads } from './useBlockThreads';
export type { Thread } from './api';
