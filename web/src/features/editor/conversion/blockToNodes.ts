import type { JSONContent } from '@tiptap/core';
import type { EditorBlock } from '../types';
import { cellFromHtml, flowFromHtml } from './flowFromHtml';

/** Types that one node shows and that have no text of their own in the editor: all their fields are the node's `data`. */
export const WHOLE_TYPES = new Set(['image', 'video', 'audio', 'file', 'math', 'embed', 'link_card', 'divider', 'question']);

/** The name of a block within its document. An embedded film keeps the provider's in `id`, its own in `block`. */
export function ownId(block: EditorBlock): string {
  const id = block.type === 'embed' ? block.block : block.id;
  return typeof id === 'string' ? id : '';
}

/** The fields of a block without its name, its type and those named: what its node carries along untouched. */
function rest(block: EditorBlock, ...named: string[]): Record<string, unknown> {
  const without = new Set([...named, 'type', block.type === 'embed' ? 'block' : 'id']);
  return Object.fromEntries(Object.entries(block).filter(([key]) => !without.has(key)));
}

const text = (value: unknown): string => typeof value === 'string' ? value : '';
const plain = (value: unknown): JSONContent[] => text(value) ? [{ type: 'text', text: text(value) }] : [];
const blocksOf = (value: unknown): EditorBlock[] => Array.isArray(value) ? value as EditorBlock[] : [];

type ToNodes = (block: EditorBlock, id: string) => JSONContent[];

const readers: Record<string, ToNodes> = {
  text: (block, id) => flow(block.html, id),
  heading: (block, id) => [{ type: 'heading', attrs: { id, data: rest(block, 'text') }, content: plain(block.text) }],
  code: (block, id) => [{ type: 'code', attrs: { id, data: rest(block, 'code') }, content: plain(block.code) }],
  callout: (block, id) => [{ type: 'callout', attrs: { id, data: rest(block, 'html') }, content: flow(block.html) }],
  quote: (block, id) => [{ type: 'quote', attrs: { id, data: rest(block, 'html') }, content: flow(block.html) }],
  toggle: (block, id) => [{ type: 'toggle', attrs: { id, data: rest(block, 'blocks') }, content: nested(block.blocks) }],
  columns: (block, id) => [{ type: 'columns', attrs: { id, data: rest(block, 'columns') }, content: columns(block.columns) }],
  table: (block, id) => [{ type: 'table', attrs: { id, data: rest(block, 'header', 'rows') }, content: table(block) }],
};

/** The nodes of one block: several for a text of several paragraphs, else one. */
export function blockToNodes(block: EditorBlock): JSONContent[] {
  const id = ownId(block);
  const read = readers[block.type];
  if (read)
    return read(block, id);
  if (WHOLE_TYPES.has(block.type))
    return [{ type: block.type, attrs: { id, data: rest(block) } }];
  return [opaqueNode(block)];
}

/** A block that this editor does not know: shown as a card, kept as it is. */
export function opaqueNode(block: EditorBlock): JSONContent {
  return { type: 'opaque', attrs: { id: ownId(block), data: { ...block } } };
}

function flow(html: unknown, id?: string): JSONContent[] {
  const nodes = flowFromHtml(text(html));
  if (!nodes.length)
    nodes.push({ type: 'paragraph' });
  return id === undefined ? nodes : nodes.map(node => ({ ...node, attrs: { ...node.attrs, id } }));
}

function nested(blocks: unknown): JSONContent[] {
  const nodes = blocksOf(blocks).flatMap(blockToNodes);
  return nodes.length ? nodes : [{ type: 'paragraph' }];
}

function columns(value: unknown): JSONContent[] {
  return blocksOf(value).map((column) => {
    const { blocks, ...data } = column as unknown as Record<string, unknown>;
    return { type: 'column', attrs: { data }, content: nested(blocks) };
  });
}

function table(block: EditorBlock): JSONContent[] {
  const header = (block.header ?? []) as string[];
  const rows = (block.rows ?? []) as string[][];
  const width = Math.max(1, header.length, ...rows.map(row => row.length));
  const row = (cells: string[], type: string): JSONContent => ({
    type: 'tableRow',
    content: Array.from({ length: width }, (_, at) => ({ type, content: cellFromHtml(text(cells[at])) })),
  });
  const all = [...header.length ? [row(header, 'tableHeader')] : [], ...rows.map(cells => row(cells, 'tableCell'))];
  return all.length ? all : [row([], 'tableCell')];
}
