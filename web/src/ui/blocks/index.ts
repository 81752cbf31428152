export { default as BlockDocument } from './BlockDocument.vue';
export { fileSize } from './fileSize';
export { default as InlineHtml } from './InlineHtml.vue';
export { default as LinkCard } from './LinkCard.vue';
export type { Block, BlockDocumentData, CaptionTrack } from './types';
