import type { AnyExtension, Node } from '@tiptap/core';
import { VueNodeViewRenderer } from '@tiptap/vue-3';
import type { Component } from 'vue';
import { schemaExtensions } from '../schema';
import AudioView from './AudioView.vue';
import CalloutView from './CalloutView.vue';
import CodeView from './CodeView.vue';
import ColumnsView from './ColumnsView.vue';
import DividerView from './DividerView.vue';
import EmbedView from './EmbedView.vue';
import FileView from './FileView.vue';
import ImageView from './ImageView.vue';
import InlineMathView from './InlineMathView.vue';
import LinkCardView from './LinkCardView.vue';
import MathView from './MathView.vue';
import OpaqueView from './OpaqueView.vue';
import QuestionView from './QuestionView.vue';
import QuoteView from './QuoteView.vue';
import RawHtmlView from './RawHtmlView.vue';
import ToggleView from './ToggleView.vue';
import VideoView from './VideoView.vue';
import { tableView } from './tableView';

const views: Record<string, Component> = {
  audio: AudioView, callout: CalloutView, code: CodeView, columns: ColumnsView, divider: DividerView, embed: EmbedView, file: FileView, image: ImageView,
  inlineMath: InlineMathView, link_card: LinkCardView, math: MathView, opaque: OpaqueView, question: QuestionView, quote: QuoteView, rawHtml: RawHtmlView,
  toggle: ToggleView, video: VideoView,
};

/** The nodes and marks with what shows them. */
export const viewedExtensions: AnyExtension[] = (schemaExtensions as Node[]).map((extension) => {
  const view = views[extension.name];
  if (extension.name === 'table')
    return extension.extend({ addNodeView: () => tableView });
  return view ? extension.extend({ addNodeView: () => VueNodeViewRenderer(view) }) : extension;
});
