import { Dropcursor, Gapcursor, Placeholder, TrailingNode, UndoRedo } from '@tiptap/extensions';
import { Selection } from '@tiptap/pm/state';
import { Editor } from '@tiptap/vue-3';
import { onBeforeUnmount, shallowRef } from 'vue';
import { BlockKeys, type BlockKeysOptions } from './commands/BlockKeys';
import { CheckMarks } from './commands/CheckMarks';
import { EmptyHeaders } from './commands/EmptyHeaders';
import { ShownBlock } from './commands/ShownBlock';
import { TableKeys } from './commands/tableCommands';
import { TextKeys } from './commands/TextKeys';
import { closeDocument, openDocument, type Memory } from './conversion/documents';
import { SlashTrigger, type SlashOptions } from './menus/SlashTrigger';
import { Clipboard, type ClipboardOptions } from './paste/Clipboard';
import { applyRemote } from './saving/applyRemote';
import { UniqueIds } from './schema/uniqueIds';
import type { EditorDocument } from './types';
import { viewedExtensions } from './views';

interface Options {
  document: EditorDocument;
  isEditable: boolean;
  label: string;
  placeholder: string;
  keys: Partial<BlockKeysOptions>;
  slash: SlashOptions;
  clipboard: Partial<ClipboardOptions>;
  onChange: () => void;
}

/** The editor of one block document, with what it takes to read and to replace it. */
export function useBlockEditor(options: Options) {
  let memory: Memory = new Map();
  const editor = new Editor({
    extensions: [
      ...viewedExtensions, UniqueIds, TableKeys, TextKeys, CheckMarks, EmptyHeaders, ShownBlock, BlockKeys.configure(options.keys), SlashTrigger.configure(options.slash), Clipboard.configure(options.clipboard),
      UndoRedo, Gapcursor, Dropcursor.configure({ width: 3, color: false, class: 'editor-dropcursor' }), TrailingNode.configure({ node: 'paragraph' }),
      Placeholder.configure({ placeholder: options.placeholder, showOnlyCurrent: true, includeChildren: true }),
    ],
    content: { type: 'doc', content: [{ type: 'paragraph' }] },
    // Styles come with the component: the site's policy lets no library write a style sheet.
    injectCSS: false,
    enablePasteRules: false,
    enableContentCheck: false,
    editable: options.isEditable,
    editorProps: { attributes: { 'class': 'editor-text', 'role': 'textbox', 'aria-multiline': 'true', 'aria-label': options.label } },
  });
  setDocument(options.document, false);
  editor.on('update', ({ transaction }) => {
    if (!transaction.getMeta('opened'))
      options.onChange();
  });
  const current = shallowRef(editor);

  function getDocument(): EditorDocument {
    return closeDocument(editor.state.doc, memory);
  }

  /** Puts a whole document in place of the present one; `isUndoable` leaves it to the author to take it back. */
  function setDocument(document: EditorDocument, isUndoable = true): void {
    const opened = openDocument(editor.schema, document);
    const tr = editor.state.tr.replaceWith(0, editor.state.doc.content.size, opened.node.content);
    if (!isUndoable) {
      tr.setMeta('addToHistory', false).setMeta('opened', true);
      // The caret waits in the first text: a picture or question at the end would stand there as chosen.
      const first = Selection.findFrom(tr.doc.resolve(0), 1, true);
      if (first && !editor.isFocused)
        tr.setSelection(first);
    }
    memory = opened.memory;
    editor.view.dispatch(tr);
  }

  /** Brings in what others wrote; returns how many blocks changed. */
  function takeRemote(from: EditorDocument, to: EditorDocument): string[] {
    const change = applyRemote(editor.state, memory, from, to);
    if (change)
      editor.view.dispatch(change.tr.setMeta('opened', true));
    return change?.changed ?? [];
  }

  onBeforeUnmount(() => editor.destroy());
  return { editor: current, getDocument, setDocument, takeRemote };
}
