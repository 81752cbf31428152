import { Extension } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { Plugin, type EditorState, type Transaction } from '@tiptap/pm/state';
import { isFlow } from '../conversion/documents';
import { newBlockId } from '../conversion/ids';

/** Whether a node's children are blocks with names of their own. */
export function holdsBlocks(node: Node): boolean {
  return ['doc', 'toggle', 'column'].includes(node.type.name);
}

/** Visits every block with its place. */
export function eachBlock(doc: Node, visit: (node: Node, place: number, before: Node | null) => void): void {
  doc.descendants((node, place, parent, index) => {
    if (parent && holdsBlocks(parent))
      visit(node, place, index ? parent.child(index - 1) : null);
    return ['toggle', 'columns', 'column'].includes(node.type.name);
  });
}

/** Names for blocks without one, new names for copies. Neighboring paragraphs may share one: they are one text block. */
function nameBlocks(state: EditorState): Transaction | null {
  const taken = new Set<string>();
  const tr = state.tr;
  // What this pass itself has named, so that a copied text of several paragraphs stays one block.
  let renamedFrom: string | null = null;
  let renamedTo: string | null = null;
  eachBlock(state.doc, (node, place, before) => {
    const id = node.attrs.id as string | null;
    const isSameText = id !== null && before?.attrs.id === id && isFlow(node) && isFlow(before);
    if (id && isSameText && renamedFrom === id && renamedTo) {
      tr.setNodeAttribute(place, 'id', renamedTo);
      return;
    }
    renamedFrom = renamedTo = null;
    if (id && (isSameText || !taken.has(id))) {
      taken.add(id);
      return;
    }
    renamedFrom = id;
    renamedTo = newBlockId();
    taken.add(renamedTo);
    tr.setNodeAttribute(place, 'id', renamedTo);
  });
  return tr.docChanged ? tr : null;
}

export const UniqueIds = Extension.create({
  name: 'uniqueIds',
  addProseMirrorPlugins: () => [new Plugin({
    appendTransaction: (transactions, _, state) => transactions.some(tr => tr.docChanged) ? nameBlocks(state) : null,
  })],
});
