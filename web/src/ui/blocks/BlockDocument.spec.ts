import { flushPromises, mount } from '@vue/test-utils';
import { describe, expect, it, vi } from 'vitest';
import { defineComponent, h } from 'vue';
import BlockDocument from './BlockDocument.vue';
import { provideBlockContext, type BlockContext } from './blockContext';
import type { Block } from './types';

function show(...blocks: Block[]) {
  return mount(BlockDocument, { props: { document: { version: 1, blocks } } });
}

function showIn(context: BlockContext, ...blocks: Block[]) {
  const around = defineComponent({ setup() { provideBlockContext(context); return () => h(BlockDocument, { document: { version: 1, blocks } }); } });
  return mount(around);
}
async function settledIn(context: BlockContext, ...blocks: Block[]) {
  const page = showIn(context, ...blocks);
  await vi.dynamicImportSettled();
  await flushPromises();
  return page;
}
const settled = (...blocks: Block[]) => settledIn({}, ...blocks);

describe('BlockDocument', () => {
  it('keeps the ranks of headings below the page heading', () => {
    const page = show({ id: 'a', type: 'heading', level: 1, text: 'One' }, { id: 'b', type: 'heading', level: 3, text: 'Three' });
    expect(page.find('h2').text()).toBe('One');
    expect(page.find('h3').text()).toBe('Three');
  });

  it('lets no heading skip a rank because its author began deep', () => {
    const page = show({ id: 'a', type: 'heading', level: 4, text: 'Deep' });
    expect(page.find('h2').text()).toBe('Deep');
  });

  it('folds a solution and shows a hint', () => {
    const page = show(
      { id: 'a', type: 'callout', tone: 'solution', title: 'Answer', html: '<p>42</p>', is_collapsed: true },
      { id: 'b', type: 'callout', tone: 'tip', title: '', html: '<p>Look</p>', is_collapsed: false },
    );
    expect(page.find('details summary').text()).toContain('Answer');
    expect(page.find('aside').text()).toContain('Look');
  });

  it('loads nothing of another site before it is asked for', async () => {
    const page = await settled({ id: 'dQw4w9WgXcQ', block: 'a', type: 'embed', provider: 'youtube', title: 'A film' });
    expect(page.find('iframe').exists()).toBe(false);
    expect(page.find('a').attributes('href')).toBe('https://www.youtube.com/watch?v=dQw4w9WgXcQ');
    await page.find('button').trigger('click');
    expect(page.find('iframe').attributes('src')).toBe('https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1');
    expect(page.find('iframe').attributes('sandbox')).not.toContain('allow-top-navigation');
  });

  it('links films that no frame may show', async () => {
    const page = await settled({ id: 'a', type: 'video', provider: 'url', external_id: '', url: 'https://films.example/a.mp4', captions: [], title: 'A film' });
    expect(page.find('video').exists()).toBe(false);
    expect(page.find('a').attributes('href')).toBe('https://films.example/a.mp4');
  });

  it('shows blocks inside toggles and columns', () => {
    const page = show(
      { id: 'a', type: 'toggle', title: 'More', blocks: [{ id: 'b', type: 'heading', level: 2, text: 'Inside' }] },
      { id: 'c', type: 'columns', columns: [{ blocks: [{ id: 'd', type: 'divider' }] }, { blocks: [{ id: 'e', type: 'text', html: '<p>right</p>' }] }] },
    );
    expect(page.find('details h2').text()).toBe('Inside');
    expect(page.find('details').attributes('open')).toBeUndefined();
    expect(page.findAll('.block-columns > .block-document')).toHaveLength(2);
    expect(page.find('.block-columns hr').exists()).toBe(true);
  });

  it('gives a sound its transcript', async () => {
    const page = await settled({ id: 'a', type: 'audio', url: '/files/x/talk.mp3', title: 'Talk', transcript: 'Hello' });
    expect(page.find('audio').attributes('src')).toBe('/files/x/talk.mp3');
    expect(page.find('details').text()).toContain('Hello');
  });

  it('unfolds everything on paper and writes addresses out', async () => {
    const page = await settledIn(
      { isPrint: true },
      { id: 'a', type: 'toggle', title: 'More', blocks: [{ id: 'b', type: 'text', html: '<p>x</p>' }] },
      { id: '76979871', block: 'c', type: 'embed', provider: 'vimeo', title: 'Film' },
      { id: 'd', type: 'audio', url: '/files/x/talk.mp3', title: 'Talk', transcript: 'Hello' },
    );
    expect(page.findAll('details').every(item => item.attributes('open') !== undefined)).toBe(true);
    expect(page.text()).toContain('https://vimeo.com/76979871');
    expect(page.find('audio').exists() || page.find('button').exists()).toBe(false);
  });

  it('asks practice questions where somebody brings the means', () => {
    const block: Block = { id: 'a', type: 'question', question: '0190-1' };
    expect(show(block).text()).toContain('blocks.question_here');
    const question = defineComponent({ props: { question: { type: String, required: true } }, setup: props => () => h('form', props.question) });
    expect(showIn({ question }, block).find('form').text()).toBe('0190-1');
  });

  it('gives a table its header cells and a name', () => {
    const page = show({ id: 'a', type: 'table', caption: 'Prices', header: ['What', 'How much'], rows: [['Pen', '2']] });
    expect(page.findAll('th[scope=col]').map(cell => cell.text())).toEqual(['What', 'How much']);
    expect(page.find('[role=group]').attributes('aria-label')).toBe('Prices');
  });
});
