import { Extension } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { Plugin, PluginKey } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';

const key = new PluginKey<DecorationSet>('emptyHeaders');

function emptyOnes(doc: Node): DecorationSet {
  const found: Decoration[] = [];
  doc.descendants((node, place) => {
    if (node.type.name === 'tableHeader' && !node.textContent.trim())
      found.push(Decoration.node(place, place + node.nodeSize, { role: 'cell' }));
    return !node.isTextblock && node.type.name !== 'tableHeader';
  });
  return DecorationSet.create(doc, found);
}

/** A heading of a column without words names none: until it has some it is a cell like the others, as learners get it. */
export const EmptyHeaders = Extension.create({
  name: 'emptyHeaders',
  addProseMirrorPlugins: () => [new Plugin<DecorationSet>({
    key,
    state: { init: (_, state) => emptyOnes(state.doc), apply: (tr, present) => tr.docChanged ? emptyOnes(tr.doc) : present },
    props: { decorations: state => key.getState(state) },
  })],
});
