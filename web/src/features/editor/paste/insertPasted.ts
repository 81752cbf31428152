import type { Editor } from '@tiptap/core';
import { Fragment, Slice, type Node, type Schema } from '@tiptap/pm/model';
import { currentBlock } from '../commands/blockCommands';
import { isFlow, nodesOf } from '../conversion/documents';
import type { EditorBlock } from '../types';

/** Puts blocks where the selection is: the first and last paragraph join the line they come into. */
export function insertPasted(editor: Editor, blocks: readonly EditorBlock[]): void {
  const { state } = editor;
  const nodes = blocks.flatMap(block => nodesOf(state.schema, block));
  if (!nodes.length)
    return;
  const { $from } = state.selection;
  if ($from.parent.type.spec.code || $from.parent.type.name === 'heading')
    return insertText(editor, nodes);
  if (takesBlocks($from.parent.isTextblock ? $from.node(-1) : $from.parent))
    return insertSlice(editor, nodes);
  insertSlice(editor, nodes.flatMap(node => asFlow(node, state.schema)));
  insertWholes(editor, nodes.filter(node => !isFlow(node) && node.isAtom));
}

function takesBlocks(parent: Node): boolean {
  return ['doc', 'toggle', 'column'].includes(parent.type.name);
}

function insertText(editor: Editor, nodes: readonly Node[]): void {
  const between = editor.state.selection.$from.parent.type.spec.code ? '\n' : ' ';
  const text = nodes.map(node => node.isTextblock ? node.textContent : node.textBetween(0, node.content.size, between)).join(between);
  editor.view.dispatch(editor.state.tr.insertText(text).scrollIntoView());
}

function insertSlice(editor: Editor, nodes: readonly Node[]): void {
  if (!nodes.length)
    return;
  const open = (node: Node): number => Number(node.type.name === 'paragraph');
  const slice = new Slice(Fragment.from([...nodes]), open(nodes[0]!), open(nodes.at(-1)!));
  editor.view.dispatch(editor.state.tr.replaceSelection(slice).scrollIntoView().setMeta('paste', true));
}

/** What a callout, a quote, a cell can hold of a block: its text. */
function asFlow(node: Node, schema: Schema): Node[] {
  if (isFlow(node))
    return [node.type.create({ ...node.attrs, id: null }, node.content)];
  if (node.isAtom || !node.textContent)
    return [];
  if (node.isTextblock)
    return [schema.nodes.paragraph!.create(null, node.content)];
  return node.children.flatMap(child => asFlow(child, schema));
}

function insertWholes(editor: Editor, nodes: readonly Node[]): void {
  const block = currentBlock(editor.state);
  if (block && nodes.length)
    editor.view.dispatch(editor.state.tr.insert(block.place + block.node.nodeSize, [...nodes]));
}
