import type { Editor } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { eachBlock } from '../schema/uniqueIds';

/** A block that can be spoken about; `words` name it to those who do not see where its mark stands. */
export interface PlacedBlock { id: string; place: number; type: string; words: string }

const LONGEST = 60;

/** The blocks of a page in their order. Paragraphs that are one text count once. */
export function placedBlocks(doc: Node): PlacedBlock[] {
  const found = new Map<string, PlacedBlock>();
  eachBlock(doc, (node, place) => {
    const id = node.attrs.id as string | null;
    if (id && !found.has(id) && !isEmptyLine(node))
      found.set(id, { id, place, type: node.type.name, words: wordsOf(node) });
  });
  return [...found.values()];
}

/** Nothing can be said about a line in which nothing stands. */
export function isEmptyLine(node: Node): boolean {
  return node.type.name === 'paragraph' && node.content.size === 0;
}

function wordsOf(node: Node): string {
  const data = (node.attrs.data ?? {}) as Record<string, unknown>;
  const named = ['title', 'name', 'alt', 'latex', 'url'].map(field => data[field]).find(value => typeof value === 'string' && value !== '');
  return (node.textContent || String(named ?? '')).slice(0, LONGEST);
}

/** How far each block stands below the top of a frame; marks that would cover each other move down. */
export function topsOf(editor: Editor, blocks: readonly PlacedBlock[], frame: HTMLElement, height: number): number[] {
  const start = frame.getBoundingClientRect().top;
  let free = 0;
  return blocks.map(({ place }) => {
    const dom = editor.view.nodeDOM(place);
    const top = dom instanceof HTMLElement ? dom.getBoundingClientRect().top - start : free;
    const taken = Math.max(free, top);
    free = taken + height;
    return taken;
  });
}
