import { describe, expect, it } from 'vitest';
import { blocksFromHtml } from './blocksFromHtml';
import { blocksFromText, loneAddress, looksLikeMarkdown } from './plainText';
import { googleDocsHtml, webPageHtml, wordHtml } from './pasteSamples';

const bare = (html: string) => blocksFromHtml(html).blocks.map(({ id, ...block }) => {
  expect(id).toBeTruthy();
  return block;
});

describe('paste', () => {
  it('reads what Word puts on the clipboard', () => {
    expect(bare(wordHtml)).toEqual([
      { type: 'heading', level: 2, text: 'Photosynthesis' },
      { type: 'text', html: '<p>Plants make <strong>sugar</strong> from light, see <a href="https://example.org/leaf">the leaf</a>. H<sub>2</sub>O is <em>split</em>.</p>' },
      { type: 'text', html: '<ul><li>Light<ul><li>red</li></ul></li><li>Water</li></ul>' },
      { type: 'text', html: '<ol><li>First</li><li>Second</li></ol>' },
      { type: 'table', caption: '', header: [], rows: [['<strong>Part</strong>', 'Job'], ['Stoma', 'breathes<br>in and out']] },
      { type: 'image', file: null, src: '', alt: 'Leaf', caption: '', width: null, height: null },
    ]);
    const { pictures, lost } = blocksFromHtml(wordHtml);
    expect(pictures.map(picture => [picture.file.name, picture.file.type])).toEqual([['picture.png', 'image/png']]);
    expect(lost).toBe(1);
  });

  it('reads boxes to tick as check marks', () => {
    expect(bare('<ul><li><input type="checkbox" checked disabled> dig</li><li><input type="checkbox"> sow</li></ul><p><input type="text">words</p>')).toEqual([
      { type: 'text', html: '<ul><li>☑ dig</li><li>☐ sow</li></ul>' },
      { type: 'text', html: '<p>words</p>' },
    ]);
    expect(looksLikeMarkdown('- [x] dig')).toBe(true);
    expect(looksLikeMarkdown('a [x] dig')).toBe(false);
  });

  it('reads what Google Docs puts on the clipboard', () => {
    expect(bare(googleDocsHtml)).toEqual([
      { type: 'heading', level: 2, text: 'Plan' },
      { type: 'text', html: '<p>Not bold, <strong>bold</strong>, <em>slanted</em>, <s>gone</s> and <a href="https://example.org/">a link</a></p>' },
      { type: 'text', html: '<ul><li>one<ul><li>inner</li></ul></li><li>two</li></ul>' },
      { type: 'heading', level: 3, text: 'Next' },
    ]);
  });

  it('reads a web page without what runs, tracks or decorates', () => {
    expect(bare(webPageHtml)).toEqual([
      { type: 'heading', level: 2, text: 'News' },
      { type: 'text', html: '<p>Some text<br>in two lines with <code>code</code>.</p>' },
      { type: 'code', code: 'let a = 1;\nlet b;', language: 'javascript' },
      { type: 'quote', html: '<p>Said.</p>', source: '' },
      { type: 'image', file: null, src: 'https://example.org/a.png', alt: 'A', caption: 'Figure 1', width: null, height: null },
      { type: 'embed', provider: 'youtube', block: expect.any(String) as string, title: 'Film' },
      { type: 'table', caption: 'T', header: ['A', 'B'], rows: [['1', '2']] },
      { type: 'toggle', title: 'More', blocks: [expect.objectContaining({ type: 'text', html: '<p>inside</p>' })] },
    ]);
  });

  it('writes nothing that could run', () => {
    const nasty = '<p onclick="x()">a<script>alert(1)</script><a href="javascript:alert(1)">b</a><img src="x" onerror="y()"><a href="data:text/html,x">c</a></p><svg><script>1</script></svg>';
    expect(JSON.stringify(blocksFromHtml(nasty).blocks)).not.toMatch(/script|onerror|onclick|data:|alert/);
  });

  it('knows Markdown from sentences, and an address from both', () => {
    expect(looksLikeMarkdown('# Title\n\ntext')).toBe(true);
    expect(looksLikeMarkdown('- a\n- b')).toBe(true);
    expect(looksLikeMarkdown('see [here](https://x.y)')).toBe(true);
    expect(looksLikeMarkdown('We met at 5 - not at 6. * Footnote # 3')).toBe(false);
    expect(loneAddress(' https://example.org/a?b=1 ')).toBe('https://example.org/a?b=1');
    expect(loneAddress('see https://example.org')).toBeNull();
    expect(blocksFromText('a\nb\n\n<c>').map(block => block.html)).toEqual(['<p>a<br>b</p>', '<p>&lt;c&gt;</p>']);
  });
});
