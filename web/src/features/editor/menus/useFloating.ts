import type { Editor } from '@tiptap/core';

/** Hangs below a line from `top`, or stands on it from `bottom`: what gets lower as one types stays at the text. */
export interface Spot { top: string; bottom: string; left: string }

const GAP = 6;
const EDGE = 8;

/** Where a panel of a size goes for a piece of text: below it, or above where there is no room. In the window's coordinates. */
export function spotAt(editor: Editor, place: number, width: number, height: number, isAbove = false): Spot {
  const at = editor.view.coordsAtPos(Math.min(place, editor.state.doc.content.size));
  const below = at.bottom + GAP;
  const above = at.top - GAP - height;
  const wantsAbove = isAbove ? above >= EDGE : below + height > window.innerHeight - EDGE && above >= EDGE;
  const start = document.documentElement.dir === 'rtl' ? at.left - width : at.left;
  const left = Math.max(EDGE, Math.min(start, window.innerWidth - width - EDGE));
  return wantsAbove ? { top: 'auto', bottom: `${window.innerHeight - at.top + GAP}px`, left: `${left}px` } : { top: `${below}px`, bottom: 'auto', left: `${left}px` };
}
