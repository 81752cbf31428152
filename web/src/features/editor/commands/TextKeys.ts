import { Extension, type Editor } from '@tiptap/core';
import { Selection } from '@tiptap/pm/state';
import { turnInto } from './turnInto';

/** Boxes of text that Enter in an empty last line leaves. */
const BOXES = new Set(['callout', 'quote', 'toggle', 'blockquote']);

function leaveBox(editor: Editor): boolean {
  const { $from, empty } = editor.state.selection;
  if (!empty || $from.parent.type.name !== 'paragraph' || $from.parent.content.size > 0 || $from.depth < 2)
    return false;
  const box = $from.node(-1);
  const isLast = $from.index(-1) === box.childCount - 1;
  if (!BOXES.has(box.type.name) || !isLast || box.childCount < 2)
    return false;
  const { tr, schema } = editor.state;
  tr.delete($from.before(), $from.after());
  const after = tr.mapping.map($from.after(-1));
  tr.insert(after, schema.nodes.paragraph!.create());
  editor.view.dispatch(tr.setSelection(Selection.near(tr.doc.resolve(after + 1))).scrollIntoView());
  return true;
}

/** Backspace at the beginning of a heading, a box or code makes plain text of it before it joins anything. */
function plainFirst(editor: Editor): boolean {
  const { $from, empty } = editor.state.selection;
  if (!empty || $from.parentOffset > 0)
    return false;
  const name = $from.parent.type.name;
  if (name === 'heading' || (name === 'code' && $from.parent.content.size === 0))
    return turnInto(editor, 'paragraph');
  if ($from.depth < 2 || $from.index(-1) > 0)
    return false;
  const around = $from.node(-1).type.name;
  if (around === 'listItem')
    return editor.commands.liftListItem('listItem');
  return (around === 'quote' || around === 'callout') && turnInto(editor, 'paragraph');
}

function leaveCode(editor: Editor): boolean {
  const { $from, empty } = editor.state.selection;
  const isAtEnd = empty && $from.parent.type.spec.code && $from.parentOffset === $from.parent.content.size;
  return Boolean(isAtEnd) && $from.parent.textContent.endsWith('\n\n') && editor.chain()
    .command(({ tr }) => Boolean(tr.delete($from.pos - 2, $from.pos))).exitCode().run();
}

/** What Enter, Backspace and Tab do beyond the ordinary. */
export const TextKeys = Extension.create({
  name: 'textKeys',
  priority: 150,
  addKeyboardShortcuts() {
    const { editor } = this;
    return {
      Enter: () => leaveBox(editor) || leaveCode(editor),
      Backspace: () => plainFirst(editor),
      Tab: () => editor.state.selection.$from.parent.type.spec.code ? editor.commands.insertContent({ type: 'text', text: '\t' }) : false,
    };
  },
});
