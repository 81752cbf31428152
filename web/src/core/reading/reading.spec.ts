import { afterEach, describe, expect, it } from 'vitest';
import { parseInert } from '../inertMarkup';
import { blockAt, createPainter, linearText, offsetOf, rangeOf, sentencesOf, wordAt } from '.';

function page(html: string): HTMLElement {
  const root = document.createElement('article');
  root.append(document.importNode(parseInert(html), true));
  document.body.append(root);
  return root;
}
afterEach(() => document.body.replaceChildren());

describe('text of a page', () => {
  it('breaks between lines and leaves out controls and formulas', () => {
    const { text } = linearText(page('<h1>Knots</h1><p>One <b>two</b></p><button>Copy</button><ul><li>a</li><li>b<span class="katex">x</span></li></ul>'));
    expect(text).toBe('Knots\nOne two\na\nb\n');
  });

  it('leads from the text to the page and back', () => {
    const text = linearText(page('<p id="block-b1">One <b>two</b> three</p><p id="block-b2">four</p>'));
    const start = text.text.indexOf('two');
    const range = rangeOf(text, start, text.text.indexOf('four') + 4)!;
    expect(range.startContainer.textContent).toBe('two');
    expect(range.endContainer.textContent).toBe('four');
    expect(offsetOf(text, range.startContainer, range.startOffset)).toBe(start);
    expect(blockAt(text, start)?.id).toBe('b1');
    expect(blockAt(text, text.text.indexOf('four'))?.id).toBe('b2');
    expect(rangeOf(text, 3, 3)).toBeNull();
  });

  it('names the inner of two blocks', () => {
    const text = linearText(page('<div id="block-out">before<p id="block-in">within</p></div>'));
    expect(blockAt(text, text.text.indexOf('within'))?.id).toBe('in');
    expect(blockAt(text, 0)?.id).toBe('out');
  });
});

describe('sentences', () => {
  it('are found line by line, without the space around', () => {
    const text = 'Knots\nOne holds.  Two slip! \n\nவணக்கம். நன்றி.';
    expect(sentencesOf(text, 'en').map(({ start, end }) => text.slice(start, end))).toEqual(['Knots', 'One holds.', 'Two slip!', 'வணக்கம்.', 'நன்றி.']);
  });

  it('survive a language that is none', () => {
    expect(sentencesOf('One. Two.', 'not a language!')).toHaveLength(2);
  });

  it('consist of words', () => {
    expect(wordAt('Tie it, now', 4)).toEqual({ start: 4, end: 6 });
    expect(wordAt('Tie it, now', 6)).toBeNull();
  });
});

describe('marks', () => {
  it('are boxes in a layer where the browser has no highlights, and leave the page alone', () => {
    const root = page('<p>One two</p>');
    const before = root.innerHTML;
    const range = rangeOf(linearText(root), 0, 3)!;
    range.getClientRects = () => [new DOMRect(1, 2, 30, 4)] as unknown as DOMRectList;
    const painter = createPainter();
    painter.paint('note-pink', [range]);
    expect(document.querySelector<HTMLElement>('.reading-marks [data-mark="note-pink"]')?.style.width).toBe('30px');
    expect(root.innerHTML).toBe(before);
    painter.paint('note-pink', []);
    expect(document.querySelector('[data-mark]')).toBeNull();
    painter.clear();
    expect(document.querySelector('.reading-marks')).toBeNull();
  });
});
