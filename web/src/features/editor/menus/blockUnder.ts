import type { Editor } from '@tiptap/core';
import { blockAt } from '../commands/blockCommands';
import { holdsBlocks } from '../schema/uniqueIds';

/** The place of the block that an element of the editor draws, null for others. */
export function placeOfElement(editor: Editor, element: Element): number | null {
  const { view, state: { doc } } = editor;
  const inside = view.posAtDOM(element, 0);
  if (blockAt(doc, inside) && view.nodeDOM(inside)?.contains(element))
    return inside;
  const $inside = doc.resolve(inside);
  for (let depth = $inside.depth; depth > 0; depth--) {
    if (holdsBlocks($inside.node(depth - 1)) && view.nodeDOM($inside.before(depth))?.contains(element))
      return $inside.before(depth);
  }
  return null;
}

/** The innermost block at a height of the window, looked for from a point rightwards into the text. */
export function blockElementAt(root: HTMLElement, x: number, y: number): Element | null {
  const box = root.getBoundingClientRect();
  const isRtl = document.documentElement.dir === 'rtl';
  const inside = Math.min(Math.max(x, box.left + (isRtl ? 24 : 72)), box.right - (isRtl ? 72 : 24));
  for (const element of document.elementsFromPoint(inside, y)) {
    const block = element.closest('[data-block-id]');
    if (block && root.contains(block))
      return block;
  }
  return null;
}
