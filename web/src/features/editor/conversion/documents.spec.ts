import { getSchema } from '@tiptap/core';
import { describe, expect, it } from 'vitest';
import type { EditorBlock } from '../types';
import { schemaExtensions } from '../schema';
import { closeDocument, openDocument } from './documents';
import { sampleBlocks, someHtml } from './documentSamples';

const schema = getSchema(schemaExtensions);
const roundTrip = (blocks: EditorBlock[], isRemembered = true) => {
  const { node, memory } = openDocument(schema, { version: 1, blocks });
  node.check();
  return closeDocument(node, isRemembered ? memory : new Map()).blocks;
};

/** The same numbers every time. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

describe('a block document in the editor', () => {
  it.each(sampleBlocks.map(block => [block.type, block] as const))('gives %s back as it came', (_, block) => {
    expect(roundTrip([block])).toEqual([block]);
  });

  it.each(sampleBlocks.map(block => [block.type, block] as const))('writes %s anew without loss', (_, block) => {
    expect(roundTrip([block], false)).toEqual([block]);
  });

  it.each(someHtml)('keeps the text %s', (html) => {
    const block = { id: 'a', type: 'text', html };
    expect(roundTrip([block], false)).toEqual([block]);
  });

  it('keeps any mixture of blocks, their order and their names', () => {
    const roll = dice(7);
    for (let round = 0; round < 60; round++) {
      const blocks = Array.from({ length: Math.floor(roll() * 12) }, (_, at) => {
        const block = sampleBlocks[Math.floor(roll() * sampleBlocks.length)]!;
        return renamed(block, `r${round}x${at}`);
      });
      expect(roundTrip(blocks)).toEqual(blocks);
      expect(roundTrip(blocks, false)).toEqual(blocks);
    }
  });

  it('keeps blocks of types it does not know, and what its schema cannot hold', () => {
    const strange = [
      { id: 'q', type: 'hologram', beams: [{ deep: true }], title: 'X' },
      { id: 'c', type: 'columns', columns: Array.from({ length: 5 }, () => ({ blocks: [] })) },
    ];
    expect(roundTrip(strange)).toEqual(strange);
    expect(roundTrip(strange, false)).toEqual(strange);
  });

  it('gives names to blocks that lack one or share one', () => {
    const ids = roundTrip([{ id: 'a', type: 'text', html: '<p>1</p>' }, { id: 'a', type: 'text', html: '<p>2</p>' }, { id: '', type: 'divider' }]).map(block => block.id);
    expect(new Set(ids).size).toBe(3);
    expect(ids[0]).toBe('a');
  });

  it('keeps unusual markup of what nobody touched', () => {
    const block = { id: 'a', type: 'text', html: 'loose <b>bold</b> text<br>  two  spaces' };
    expect(roundTrip([block])).toEqual([block]);
  });

  it('leaves out empty lines, except where the document came with one', () => {
    const { node, memory } = openDocument(schema, { version: 1, blocks: [{ id: 'a', type: 'text', html: '' }] });
    const more = node.copy(node.content.addToEnd(schema.nodes.paragraph!.create({ id: 'z' })));
    expect(closeDocument(more, memory).blocks).toEqual([{ id: 'a', type: 'text', html: '' }]);
  });
});

function renamed(block: EditorBlock, id: string): EditorBlock {
  const inner = (blocks: unknown, mark: string) => (blocks as EditorBlock[]).map((one, at) => renamed(one, `${id}${mark}${at}`));
  const copy: EditorBlock = block.type === 'embed' ? { ...block, block: id } : { ...block, id };
  if (copy.type === 'toggle')
    copy.blocks = inner(copy.blocks, 't');
  if (copy.type === 'columns')
    copy.columns = (copy.columns as { blocks: EditorBlock[] }[]).map((column, at) => ({ ...column, blocks: inner(column.blocks, `c${at}`) }));
  return copy;
}
