import { expect, it } from 'vitest';
import { parseInert, textOfMarkup } from './inertMarkup';

it('parses markup without running or loading anything', () => {
  const tree = parseInert('<p>Soil is <strong>alive</strong>.</p><img src="x" onerror="window.ran = true"><script>window.ran = true</script>');
  expect(tree.querySelector('strong')?.textContent).toBe('alive');
  expect('ran' in window).toBe(false);
});

it('reads the words of markup', () => {
  expect(textOfMarkup('<p>a &lt; <em>b</em></p>')).toBe('a < b');
  expect(textOfMarkup('')).toBe('');
});
