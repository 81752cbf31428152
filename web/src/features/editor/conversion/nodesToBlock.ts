import type { Node } from '@tiptap/pm/model';
import type { EditorBlock } from '../types';
import { cellToHtml, flowToHtml } from './flowToHtml';

type Fields = Record<string, unknown>;
type ToBlock = (node: Node, nested: (parent: Node) => EditorBlock[]) => Fields;

const writers: Record<string, ToBlock> = {
  heading: node => ({ text: node.textContent }),
  code: node => ({ code: node.textContent }),
  callout: node => ({ html: flowToHtml(node.children) }),
  quote: node => ({ html: flowToHtml(node.children) }),
  toggle: (node, nested) => ({ blocks: nested(node) }),
  columns: (node, nested) => ({ columns: node.children.map(column => ({ ...(column.attrs.data as Fields), blocks: nested(column) })) }),
  table: node => tableFields(node),
};

/** The block that one node stands for; `nested` gives the blocks inside a node. */
export function nodeToBlock(node: Node, nested: (parent: Node) => EditorBlock[]): EditorBlock {
  const { id, data } = node.attrs as { id: string; data: Fields };
  const type = node.type.name;
  if (type === 'opaque')
    return { ...data, [data.type === 'embed' ? 'block' : 'id']: id } as EditorBlock;
  const name = type === 'embed' ? { block: id } : { id };
  return { ...name, type, ...data, ...writers[type]?.(node, nested) } as EditorBlock;
}

/** The text block of neighboring paragraphs, lists and the like. */
export function textBlock(id: string, nodes: readonly Node[]): EditorBlock {
  return { id, type: 'text', html: flowToHtml(nodes) };
}

function tableFields(node: Node): Fields {
  const rows = node.children.map(row => row.children);
  const hasHeader = rows[0]?.every(cell => cell.type.name === 'tableHeader') ?? false;
  const cells = rows.map(row => row.map(cellToHtml));
  return { header: hasHeader ? cells[0] : [], rows: hasHeader ? cells.slice(1) : cells };
}
