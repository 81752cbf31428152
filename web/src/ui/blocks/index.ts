export { default as BlockDocument } from './BlockDocument.vue';
export { default as EmbedCard } from './EmbedCard.vue';
export { provideBlockContext, type BlockContext } from './blockContext';
export { fileSize } from './fileSize';
export { foreignFilm } from './filmAddress';
export { default as InlineHtml } from './InlineHtml.vue';
export { default as LinkCard } from './LinkCard.vue';
export { default as PrintedMedia } from './PrintedMedia.vue';
export type { Block, BlockDocumentData, CaptionTrack } from './types';
