import { afterEach, describe, expect, it } from 'vitest';
import { parseInert } from '../../core/inertMarkup';
import { linearText, rangeOf } from '../../core/reading';
import { findMarked, findRange, markedText } from './anchors';

function textOf(html: string) {
  const root = document.createElement('article');
  root.append(document.importNode(parseInert(html), true));
  document.body.replaceChildren(root);
  return linearText(root);
}
afterEach(() => document.body.replaceChildren());

const FIRST = '<p id="block-b1">A reef knot joins two ropes.</p><p id="block-b2">A bowline makes a loop that holds.</p>';

function mark(html: string, words: string) {
  const text = textOf(html);
  const start = text.text.indexOf(words);
  return markedText(text, rangeOf(text, start, start + words.length)!)!;
}
function foundIn(html: string, marked: ReturnType<typeof mark>) {
  return findRange(textOf(html), marked.anchor, marked.quote)?.toString() ?? null;
}

describe('marked words', () => {
  it('are named by block, place and neighbors, without space at their ends', () => {
    const marked = mark(FIRST, ' bowline makes ');
    expect(marked.quote).toBe('bowline makes');
    expect(marked.anchor).toMatchObject({ block: 'b2', start: 2, end: 15, after: ' a loop that holds.\n' });
    expect(marked.anchor.before?.endsWith('ropes.\nA ')).toBe(true);
  });

  it('may go over several blocks', () => {
    const text = textOf(FIRST);
    const marked = markedText(text, rangeOf(text, 2, text.text.indexOf('bowline') + 7)!)!;
    expect(marked.anchor.block).toBe('b1');
    expect(foundIn(FIRST, marked)).toBe('reef knot joins two ropes.A bowline');
  });

  it('are none where only space is selected', () => {
    const text = textOf('<p>a</p> <p>b</p>');
    expect(markedText(text, rangeOf(text, 1, 2)!)).toBeNull();
  });

  it('are found where they were', () => {
    expect(foundIn(FIRST, mark(FIRST, 'two ropes'))).toBe('two ropes');
  });

  it('are found again when words before them were added', () => {
    expect(foundIn(FIRST.replace('A reef knot', 'Then a new reef knot'), mark(FIRST, 'joins two ropes'))).toBe('joins two ropes');
  });

  it('are found again when their block moved or got another id', () => {
    const moved = '<p id="block-x">New.</p><p id="block-b9">A bowline makes a loop that holds.</p><p id="block-b1">A reef knot joins two ropes.</p>';
    expect(foundIn(moved, mark(FIRST, 'loop that holds'))).toBe('loop that holds');
  });

  it('of several like them the one with the same neighbors is meant', () => {
    const html = '<p id="block-b1">red rope, green rope, blue rope</p>';
    const text = textOf(html);
    const start = text.text.indexOf('green rope') + 6;
    const marked = markedText(text, rangeOf(text, start, start + 4)!)!;
    const edited = textOf(html.replace('red rope', 'a long red rope'));
    expect(edited.text.slice(0, findMarked(edited, marked.anchor, marked.quote)!.start)).toMatch(/green $/);
  });

  it('are lost when they were rewritten, and a stray same word is not taken for them', () => {
    const marked = mark(FIRST, 'reef knot');
    expect(foundIn('<p id="block-b1">A square knot joins two ropes.</p>', marked)).toBeNull();
    expect(foundIn('<p id="block-b1">Other words.</p><p id="block-b7">Never a reef knot here</p>', marked)).toBeNull();
  });
});
