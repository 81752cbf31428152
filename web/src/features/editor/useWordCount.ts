import type { Editor } from '@tiptap/core';
import { useEditorState } from './menus/useEditorState';

const WORDS_PER_MINUTE = 200;

/** Words of the page and the minutes it takes to read them. */
export function useWordCount(editor: () => Editor | undefined) {
  let counted: unknown;
  let result = { words: 0, minutes: 0 };
  return useEditorState(editor, ({ state: { doc } }) => {
    if (doc !== counted) {
      counted = doc;
      const words = doc.textBetween(0, doc.content.size, ' ', ' ').match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}'’-]*/gu)?.length ?? 0;
      result = { words, minutes: Math.ceil(words / WORDS_PER_MINUTE) };
    }
    return result;
  }, result);
}
