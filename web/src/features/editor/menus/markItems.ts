import type { Editor } from '@tiptap/core';
import { insertInlineMath } from './blockItems';

export interface MarkItem { key: string; icon: string; keys?: string; run: (editor: Editor) => void }

function mark(key: string, icon: string, keys?: string): MarkItem {
  return { key, icon, keys, run: editor => void editor.chain().focus().toggleMark(key).run() };
}

/** Marks of text that a click sets or takes away. */
export const markItems: readonly MarkItem[] = [
  mark('bold', 'i-lucide-bold', 'Ctrl+B'),
  mark('italic', 'i-lucide-italic', 'Ctrl+I'),
  mark('underline', 'i-lucide-underline', 'Ctrl+U'),
  mark('strike', 'i-lucide-strikethrough', 'Ctrl+Shift+S'),
  mark('inlineCode', 'i-lucide-code', 'Ctrl+E'),
  mark('highlight', 'i-lucide-highlighter', 'Ctrl+Shift+H'),
  mark('superscript', 'i-lucide-superscript', 'Ctrl+.'),
  mark('subscript', 'i-lucide-subscript', 'Ctrl+,'),
  { key: 'inlineMath', icon: 'i-lucide-sigma', run: insertInlineMath },
];
