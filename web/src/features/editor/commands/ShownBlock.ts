import { Extension, type Editor } from '@tiptap/core';
import { Plugin, PluginKey } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';

const shownKey = new PluginKey<DecorationSet>('shownBlock');
const SHOWN_MS = 3000;

/** Marks the block that somebody was led to, for a moment. A class set from outside would go with the next look of the editor at its text. */
export const ShownBlock = Extension.create({
  name: 'shownBlock',
  addProseMirrorPlugins: () => [new Plugin<DecorationSet>({
    key: shownKey,
    state: {
      init: () => DecorationSet.empty,
      apply(tr, shown) {
        const place = tr.getMeta(shownKey) as number | null | undefined;
        if (place === undefined)
          return shown.map(tr.mapping, tr.doc);
        const node = place === null ? null : tr.doc.nodeAt(place);
        return node ? DecorationSet.create(tr.doc, [Decoration.node(place!, place! + node.nodeSize, { class: 'editor-shown' })]) : DecorationSet.empty;
      },
    },
    props: { decorations: state => shownKey.getState(state) },
  })],
});

/** Lets the block at this place shine up. */
export function showAt(editor: Editor, place: number): void {
  const mark = (at: number | null): void => {
    if (!editor.isDestroyed)
      editor.view.dispatch(editor.state.tr.setMeta(shownKey, at).setMeta('addToHistory', false));
  };
  mark(place);
  window.setTimeout(mark, SHOWN_MS, null);
}
