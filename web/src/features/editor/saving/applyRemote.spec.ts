import { getSchema } from '@tiptap/core';
import { EditorState, TextSelection } from '@tiptap/pm/state';
import { describe, expect, it } from 'vitest';
import { closeDocument, openDocument } from '../conversion/documents';
import { schemaExtensions } from '../schema';
import type { EditorBlock } from '../types';
import { applyRemote } from './applyRemote';

const schema = getSchema(schemaExtensions);
const text = (id: string, words: string): EditorBlock => ({ id, type: 'text', html: `<p>${words}</p>` });
const document = (...blocks: EditorBlock[]) => ({ version: 1, blocks });

function opened(...blocks: EditorBlock[]) {
  const { node, memory } = openDocument(schema, document(...blocks));
  return { state: EditorState.create({ doc: node }), memory };
}

function bring(start: EditorBlock[], to: EditorBlock[], edit: (state: EditorState) => EditorState = state => state) {
  const { state, memory } = opened(...start);
  const edited = edit(state);
  const change = applyRemote(edited, memory, document(...start), document(...to));
  const after = change ? edited.apply(change.tr) : edited;
  after.doc.check();
  return { blocks: closeDocument(after.doc, memory).blocks, state: after, changed: change?.changed ?? [] };
}

describe('what others wrote', () => {
  const start = [text('a', 'one'), text('b', 'two'), text('c', 'three')];

  it('comes in, wherever it stands', () => {
    const to = [text('n', 'new'), text('c', 'three'), text('a', 'one more'), { id: 'd', type: 'divider' }];
    const { blocks, changed } = bring(start, to);
    expect(blocks).toEqual(to);
    expect(changed).toContain('n');
    expect(changed).toContain('b');
  });

  it('comes in for every order of a few blocks', () => {
    for (const to of permutations([text('a', 'one'), text('b', 'changed'), text('c', 'three'), text('d', 'new')]))
      expect(bring(start, to).blocks).toEqual(to);
  });

  it('leaves what was typed meanwhile', () => {
    const { blocks } = bring(start, [text('a', 'one'), text('b', 'two, they'), text('c', 'three')], state => state.apply(state.tr.insertText(' mine', 4)));
    expect(blocks.map(block => block.html)).toEqual(['<p>one mine</p>', '<p>two, they</p>', '<p>three</p>']);
  });

  it('keeps both when both changed one block in the same moment', () => {
    const { blocks } = bring(start, [text('a', 'theirs'), text('b', 'two'), text('c', 'three')], state => state.apply(state.tr.insertText(' mine', 4)));
    expect(blocks.slice(0, 2).map(block => block.html)).toEqual(['<p>one mine</p>', '<p>theirs</p>']);
    expect(blocks[1]!.conflict_of).toBe('a');
  });

  it('keeps a line that is being written and is not saved yet', () => {
    const { blocks } = bring(start, [text('a', 'one'), text('c', 'three')], state => state.apply(state.tr.insert(10, schema.nodes.paragraph!.create({ id: 'x' }, schema.text('fresh')))));
    expect(blocks.map(block => block.id)).toEqual(['a', 'x', 'c']);
  });

  it('leaves the caret at its word', () => {
    const { state } = bring(start, [text('n', 'new'), text('a', 'much more: one'), text('b', 'two'), text('c', 'three')], (state) => state.apply(state.tr.setSelection(TextSelection.create(state.doc, 3))));
    const { $from } = state.selection;
    expect($from.parent.textContent.slice(0, $from.parentOffset)).toBe('much more: on');
  });
});

function permutations<T>(items: readonly T[]): T[][] {
  return items.length < 2 ? [[...items]] : items.flatMap((item, at) => permutations(items.filter((_, place) => place !== at)).map(rest => [item, ...rest]));
}
