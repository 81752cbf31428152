import { ownId } from '../conversion/blockToNodes';
import { walk } from '../conversion/documents';
import type { EditorBlock, EditorDocument } from '../types';

export interface ConflictPair { first: EditorBlock; second: EditorBlock }

/** Blocks of which two versions stand in the document. */
export function conflictsOf(document: EditorDocument): ConflictPair[] {
  const blocks = new Map<string, EditorBlock>();
  walk(document.blocks, block => blocks.set(ownId(block), block));
  return [...blocks.values()].flatMap((second) => {
    const first = typeof second.conflict_of === 'string' ? blocks.get(second.conflict_of) : undefined;
    return first ? [{ first, second }] : [];
  });
}

/** The document after somebody chose between two versions of a block. */
export function settleConflict(document: EditorDocument, { first, second }: ConflictPair, keep: 'first' | 'second' | 'both'): EditorDocument {
  const settled = Object.fromEntries(Object.entries(second).filter(([field]) => field !== 'conflict_of'));
  const edit = (blocks: EditorBlock[]): EditorBlock[] => blocks.flatMap((block) => {
    if (ownId(block) === ownId(first))
      return keep === 'second' ? [{ ...settled, [block.type === 'embed' ? 'block' : 'id']: ownId(first) } as EditorBlock] : [block];
    if (ownId(block) === ownId(second))
      return keep === 'both' ? [settled as EditorBlock] : [];
    return [inside(block, edit)];
  });
  return { ...document, blocks: edit(document.blocks) };
}

function inside(block: EditorBlock, edit: (blocks: EditorBlock[]) => EditorBlock[]): EditorBlock {
  if (block.type === 'toggle')
    return { ...block, blocks: edit((block.blocks ?? []) as EditorBlock[]) };
  if (block.type === 'columns')
    return { ...block, columns: (block.columns as { blocks: EditorBlock[] }[]).map(column => ({ ...column, blocks: edit(column.blocks) })) };
  return block;
}
