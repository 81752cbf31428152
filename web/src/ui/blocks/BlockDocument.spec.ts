import { mount } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import BlockDocument from './BlockDocument.vue';
import type { Block } from './types';

function show(...blocks: Block[]) {
  return mount(BlockDocument, { props: { document: { version: 1, blocks } } });
}

describe('BlockDocument', () => {
  it('keeps the ranks of headings below the page heading', () => {
    const page = show({ id: 'a', type: 'heading', level: 1, text: 'One' }, { id: 'b', type: 'heading', level: 3, text: 'Three' });
    expect(page.find('h2').text()).toBe('One');
    expect(page.find('h3').text()).toBe('Three');
  });

  it('folds a solution and shows a hint', () => {
    const page = show(
      { id: 'a', type: 'callout', tone: 'solution', title: 'Answer', html: '<p>42</p>', is_collapsed: true },
      { id: 'b', type: 'callout', tone: 'tip', title: '', html: '<p>Look</p>', is_collapsed: false },
    );
    expect(page.find('details summary').text()).toContain('Answer');
    expect(page.find('aside').text()).toContain('Look');
  });

  it('links films of other sites instead of loading them', () => {
    const page = show({ id: 'a', type: 'video', provider: 'youtube', external_id: 'abc_123', url: null, captions: [], title: 'A film' });
    expect(page.find('video').exists()).toBe(false);
    expect(page.find('a').attributes('href')).toBe('https://www.youtube.com/watch?v=abc_123');
  });

  it('gives a table its header cells and a name', () => {
    const page = show({ id: 'a', type: 'table', caption: 'Prices', header: ['What', 'How much'], rows: [['Pen', '2']] });
    expect(page.findAll('th[scope=col]').map(cell => cell.text())).toEqual(['What', 'How much']);
    expect(page.find('[role=region]').attributes('aria-label')).toBe('Prices');
  });
});
