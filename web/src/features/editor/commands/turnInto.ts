import type { Editor } from '@tiptap/core';
import { Fragment, type Node, type Schema } from '@tiptap/pm/model';
import { NodeSelection, Selection } from '@tiptap/pm/state';
import { isFlow } from '../conversion/documents';
import { blockAt, currentBlock } from './blockCommands';

export type TextTarget = 'paragraph' | 'heading2' | 'heading3' | 'heading4' | 'bulletList' | 'orderedList' | 'quote' | 'callout' | 'toggle' | 'code';
export const textTargets: readonly TextTarget[] = ['paragraph', 'heading2', 'heading3', 'heading4', 'bulletList', 'orderedList', 'quote', 'callout', 'toggle', 'code'];

/** Blocks that hold text and so can become another kind of text. */
const TEXTUAL = new Set(['heading', 'code', 'callout', 'quote', 'toggle']);

export function canTurn(node: Node): boolean {
  return node.type.name !== 'rawHtml' && (isFlow(node) || TEXTUAL.has(node.type.name));
}

/** Makes another kind of text of a block; nothing of its text is lost. */
export function turnInto(editor: Editor, target: TextTarget, at?: number): boolean {
  const block = at === undefined ? currentBlock(editor.state) : blockAt(editor.state.doc, at);
  if (!block || !canTurn(block.node))
    return false;
  const { schema, tr, selection } = editor.state;
  const lines = linesOf(block.node, schema);
  const nodes = built(target, lines, schema, block.node.attrs.id as string | null);
  tr.replaceWith(block.place, block.place + block.node.nodeSize, Fragment.from(nodes));
  const isWhole = selection instanceof NodeSelection && selection.from === block.place;
  const place = Math.min(Math.max(selection.from, block.place + 1), block.place + nodes[0]!.nodeSize - 1);
  tr.setSelection(isWhole ? NodeSelection.create(tr.doc, block.place) : Selection.near(tr.doc.resolve(place)));
  editor.view.dispatch(tr.scrollIntoView());
  editor.view.focus();
  return true;
}

/** The flow content of a block: paragraphs, lists and, from a toggle, whole blocks. */
function linesOf(node: Node, schema: Schema): Node[] {
  const paragraph = (content: Fragment): Node => schema.nodes.paragraph!.create(null, content);
  switch (node.type.name) {
    case 'heading': return [paragraph(node.content)];
    case 'code': return node.textContent.split('\n').map(line => paragraph(line ? Fragment.from(schema.text(line)) : Fragment.empty));
    case 'bulletList':
    case 'orderedList': return node.children.flatMap(item => item.children);
    case 'callout':
    case 'toggle': return [...titleLine(node, schema), ...node.children];
    case 'quote':
    case 'blockquote': return [...node.children];
    case 'minorHeading': return [paragraph(node.content)];
    default: return [node];
  }
}

function titleLine(node: Node, schema: Schema): Node[] {
  const { title } = node.attrs.data as { title?: string };
  return title ? [schema.nodes.paragraph!.create(null, schema.text(title))] : [];
}

function built(target: TextTarget, lines: Node[], schema: Schema, id: string | null): Node[] {
  const flow = lines.filter(isFlow);
  const others = lines.filter(line => !isFlow(line));
  const anonymous = (flow.length ? flow : [schema.nodes.paragraph!.create()]).map(line => line.type.create({ ...line.attrs, id: null }, line.content));
  switch (target) {
    case 'bulletList':
    case 'orderedList': return [schema.nodes[target]!.create({ id }, listItems(anonymous, schema)), ...others];
    case 'quote': return [schema.nodes.quote!.create({ id, data: { source: '' } }, anonymous), ...others];
    case 'callout': return [schema.nodes.callout!.create({ id, data: { tone: 'info', title: '', is_collapsed: false } }, anonymous), ...others];
    case 'toggle': return [toggle(lines, schema, id)];
    case 'code': return [schema.nodes.code!.create({ id, data: { language: '' } }, plainText(anonymous, '\n', schema)), ...others];
    case 'paragraph': return anonymous.map((line, at) => line.type.create({ ...line.attrs, id: at ? null : id }, line.content)).concat(others);
    default: return headings(Number(target.at(-1)), anonymous, schema, id).concat(others);
  }
}

function listItems(lines: Node[], schema: Schema): Node[] {
  const items: Node[] = [];
  for (const line of lines) {
    const last = items.at(-1);
    if (line.type.name === 'paragraph')
      items.push(schema.nodes.listItem!.create(null, line));
    else if (last)
      items[items.length - 1] = last.copy(last.content.addToEnd(line));
    else
      items.push(schema.nodes.listItem!.create(null, [schema.nodes.paragraph!.create(), line]));
  }
  return items;
}

/** The first line is the title of the toggle, the rest its content. */
function toggle(lines: Node[], schema: Schema, id: string | null): Node {
  const [first, ...rest] = lines;
  const hasTitle = first?.type.name === 'paragraph';
  const content = hasTitle ? rest : lines;
  return schema.nodes.toggle!.create({ id, data: { title: hasTitle ? first.textContent : '' } }, content.length ? content : schema.nodes.paragraph!.create());
}

/** The first line becomes the heading; what follows stays as it is. */
function headings(level: number, lines: Node[], schema: Schema, id: string | null): Node[] {
  const [first, ...rest] = lines;
  return [schema.nodes.heading!.create({ id, data: { level } }, plainText([first!], ' ', schema)), ...rest];
}

function plainText(lines: Node[], between: string, schema: Schema): Node | null {
  const text = lines.map(line => line.textBetween(0, line.content.size, between, leaf => leaf.type.name === 'inlineMath' ? String(leaf.attrs.latex) : between)).join(between);
  return text ? schema.text(text) : null;
}
