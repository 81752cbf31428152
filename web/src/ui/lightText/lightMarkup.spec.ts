import { describe, expect, it } from 'vitest';
import { htmlToLight, lightToInline, lightToParagraphs } from './lightMarkup';

describe('light marks', () => {
  it.each([
    ['plain words', 'plain words'],
    ['a **bold** word', 'a <strong>bold</strong> word'],
    ['an *italic* and `code < 3`', 'an <em>italic</em> and <code>code &lt; 3</code>'],
    ['sum $x^2 < y$ here', 'sum <span data-latex>x^2 &lt; y</span> here'],
    ['**bold with *italic* inside**', '<strong>bold with <em>italic</em> inside</strong>'],
    ['2 \\* 3 \\* 4', '2 * 3 * 4'],
    ['5 \\$ and 6 \\$', '5 $ and 6 $'],
    ['one\ntwo', 'one<br>two'],
    ['see [the *page*](https://example.org/a?b=1&c=2)', 'see <a href="https://example.org/a?b=1&amp;c=2">the <em>page</em></a>'],
    ['a \\[note]', 'a [note]'],
    ['தமிழ் & العربية', 'தமிழ் &amp; العربية'],
  ])('%s becomes HTML and comes back', (light, html) => {
    expect(lightToInline(light)).toBe(html);
    expect(htmlToLight(html)).toBe(light);
  });

  it.each([['- one\n- two *three*', '<ul><li>one</li><li>two <em>three</em></li></ul>'], ['1. one\n2. two', '<ol><li>one</li><li>two</li></ol>']])('lists: %s', (light, html) => {
    expect(lightToParagraphs(light)).toBe(html);
    expect(htmlToLight(html)).toBe(light);
  });

  it('leaves single stars and dollars alone', () => {
    expect(lightToInline('2 * 3 costs $4')).toBe('2 * 3 costs $4');
  });

  it('keeps paragraphs apart', () => {
    expect(lightToParagraphs('One\n\nTwo')).toBe('<p>One</p>\n<p>Two</p>');
    expect(htmlToLight('<p>One</p>\n<p>Two</p>')).toBe('One\n\nTwo');
  });

  it.each(['<ul><li><p>a</p></li></ul>', 'x<sub>2</sub>', '<strong lang="ta">அ</strong>'])('says that it cannot tell %s', html => expect(htmlToLight(html)).toBeNull());

  it('never lets markup through', () => expect(lightToInline('<img src=x onerror=y>')).toBe('&lt;img src=x onerror=y&gt;'));
});
