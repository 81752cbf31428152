import type { Editor } from '@tiptap/core';
import type { Node, ResolvedPos } from '@tiptap/pm/model';
import { Fragment } from '@tiptap/pm/model';
import { NodeSelection, Selection, TextSelection, type EditorState, type Transaction } from '@tiptap/pm/state';
import { holdsBlocks } from '../schema/uniqueIds';

export interface PlacedBlock { node: Node; place: number; parent: Node; index: number; $place: ResolvedPos }

/** The innermost block around the caret, or the chosen one. */
export function currentBlock(state: EditorState): PlacedBlock | null {
  const { selection } = state;
  if (selection instanceof NodeSelection && holdsBlocks(selection.$from.parent))
    return blockAt(state.doc, selection.from);
  const { $from } = selection;
  for (let depth = $from.depth; depth > 0; depth--) {
    if (holdsBlocks($from.node(depth - 1)))
      return blockAt(state.doc, $from.before(depth));
  }
  return null;
}

export function blockAt(doc: Node, place: number): PlacedBlock | null {
  const $place = doc.resolve(place);
  const node = $place.nodeAfter;
  return node && holdsBlocks($place.parent) ? { node, place, parent: $place.parent, index: $place.index(), $place } : null;
}

/** Puts the selection onto what was inserted: into its text, or onto it as a whole. */
function selectAt(tr: Transaction, place: number): Transaction {
  const node = tr.doc.nodeAt(place);
  if (!node)
    return tr;
  if (node.isAtom)
    return tr.setSelection(NodeSelection.create(tr.doc, place));
  return tr.setSelection(Selection.near(tr.doc.resolve(place + 1)));
}

function run(editor: Editor, change: (tr: Transaction) => Transaction | null): boolean {
  const tr = change(editor.state.tr);
  if (!tr)
    return false;
  editor.view.dispatch(tr.scrollIntoView());
  editor.view.focus();
  return true;
}

/** Moves a block one place up or down; at the edge of a toggle or column it moves out of it. */
export function moveBlock(editor: Editor, step: -1 | 1, at?: number): boolean {
  const block = at === undefined ? currentBlock(editor.state) : blockAt(editor.state.doc, at);
  if (!block)
    return false;
  const target = targetOf(block, step);
  if (target === null)
    return false;
  return run(editor, tr => moveTo(tr, block, target));
}

function targetOf({ parent, index, place, node, $place }: PlacedBlock, step: -1 | 1): number | null {
  const next = index + step;
  if (next >= 0 && next < parent.childCount)
    return step < 0 ? place - parent.child(next).nodeSize : place + node.nodeSize + parent.child(next).nodeSize;
  if (parent.type.name === 'doc')
    return null;
  // Out of the toggle; of a column, out of the columns around it.
  const depth = parent.type.name === 'column' ? $place.depth - 1 : $place.depth;
  return step < 0 ? $place.before(depth) : $place.after(depth);
}

/** Moves a block to another place between blocks, with the caret where it was inside it. */
export function moveTo(tr: Transaction, { node, place, parent }: PlacedBlock, target: number): Transaction | null {
  if (target >= place && target <= place + node.nodeSize)
    return null;
  const offset = Math.max(0, tr.selection.from - place);
  const isWhole = tr.selection instanceof NodeSelection && tr.selection.from === place;
  if (parent.childCount === 1)
    tr.replaceWith(place, place + node.nodeSize, node.type.schema.nodes.paragraph!.create());
  else
    tr.delete(place, place + node.nodeSize);
  const at = tr.mapping.map(target);
  tr.insert(at, node);
  return tr.setSelection(isWhole || node.isAtom ? NodeSelection.create(tr.doc, at) : Selection.near(tr.doc.resolve(Math.min(at + offset, at + node.nodeSize - 1))));
}

export function duplicateBlock(editor: Editor, at?: number): boolean {
  const block = at === undefined ? currentBlock(editor.state) : blockAt(editor.state.doc, at);
  if (!block)
    return false;
  const end = block.place + block.node.nodeSize;
  return run(editor, tr => selectAt(tr.insert(end, withoutNames(block.node)), end));
}

/** A copy whose blocks get names of their own. */
function withoutNames(node: Node): Node {
  const content = Fragment.from(node.children.map(child => child.isText ? child : withoutNames(child)));
  return node.type.create('id' in node.attrs ? { ...node.attrs, id: null } : node.attrs, content, node.marks);
}

export function deleteBlock(editor: Editor, at?: number): boolean {
  const block = at === undefined ? currentBlock(editor.state) : blockAt(editor.state.doc, at);
  if (!block)
    return false;
  const { node, place, parent } = block;
  return run(editor, (tr) => {
    if (parent.childCount === 1)
      tr.replaceWith(place, place + node.nodeSize, node.type.schema.nodes.paragraph!.create());
    else
      tr.delete(place, place + node.nodeSize);
    return tr.setSelection(Selection.near(tr.doc.resolve(Math.min(place + 1, tr.doc.content.size)), -1));
  });
}

export interface NewBlock { type: string; attrs?: Record<string, unknown>; content?: unknown[]; marks?: unknown[]; text?: string }

/** Puts blocks after a block (the caret's); an empty paragraph gives way. */
export function insertBlocks(editor: Editor, blocks: readonly NewBlock[], at?: number): boolean {
  const { schema, doc } = editor.state;
  const nodes = blocks.map(block => schema.nodeFromJSON(block));
  const block = at === undefined ? currentBlock(editor.state) : blockAt(doc, at);
  return run(editor, (tr) => {
    const isReplaced = block?.node.type.name === 'paragraph' && block.node.content.size === 0;
    const place = block ? (isReplaced ? block.place : block.place + block.node.nodeSize) : doc.content.size;
    const end = isReplaced ? place + block!.node.nodeSize : place;
    tr.replaceWith(place, end, Fragment.from(nodes));
    // After something without text the caret needs a line to go on.
    const after = place + nodes.reduce((size, node) => size + node.nodeSize, 0);
    if (nodes.at(-1)?.isAtom && tr.doc.resolve(after).nodeAfter === null)
      tr.insert(after, schema.nodes.paragraph!.create());
    return selectAt(tr, place);
  });
}

/** An empty line after the block, with the caret in it. */
export function insertLineAfter(editor: Editor, at?: number): boolean {
  const block = at === undefined ? currentBlock(editor.state) : blockAt(editor.state.doc, at);
  if (!block)
    return false;
  if (block.node.type.name === 'paragraph' && block.node.content.size === 0)
    return run(editor, tr => tr.setSelection(TextSelection.create(tr.doc, block.place + 1)));
  return insertBlocks(editor, [{ type: 'paragraph' }], block.place);
}

/** Chooses the block around the caret as a whole; the one around it when it is chosen already. */
export function selectBlock(editor: Editor): boolean {
  const { selection } = editor.state;
  if (selection instanceof NodeSelection && holdsBlocks(selection.$from.parent)) {
    const { $from } = selection;
    for (let depth = $from.depth; depth > 0; depth--) {
      if (holdsBlocks($from.node(depth - 1)))
        return run(editor, tr => tr.setSelection(NodeSelection.create(tr.doc, $from.before(depth))));
    }
    return false;
  }
  const block = currentBlock(editor.state);
  return Boolean(block) && run(editor, tr => tr.setSelection(NodeSelection.create(tr.doc, block!.place)));
}
