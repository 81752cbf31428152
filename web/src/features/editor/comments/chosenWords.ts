import type { Editor } from '@tiptap/core';

/** The words of the page that are chosen now, also where nobody may write. Asked of the browser: the editor learns of a choice a moment later. */
export function chosenWords(editor: Editor): string {
  const selection = window.getSelection();
  return selection?.anchorNode && editor.view.dom.contains(selection.anchorNode) ? selection.toString().trim() : '';
}
