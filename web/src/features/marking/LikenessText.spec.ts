import { mount } from '@vue/test-utils';
import { beforeAll, describe, expect, it } from 'vitest';
import { installI18n, loadFeatureTexts, setLocale } from '../../core/i18n';
import LikenessText from './LikenessText.vue';

beforeAll(async () => {
  await setLocale('en');
  await loadFeatureTexts(['marking']);
});

describe('a text with the passages that another work shares', () => {
  it('says on which page of a PDF a passage stands, and counts characters as the server does', async () => {
    const text = { name: 'essay.pdf', kind: 'text' as const, content: '𝔸 title\fshared words\fend', page_starts: [0, 8, 21] };
    const passages = [{ text: 0, start: 8, end: 20, number: 1, page: 2 }];
    const shown = mount(LikenessText, { props: { text, passages }, global: { plugins: [{ install: installI18n }] } });
    const mark = shown.get('mark');
    expect(mark.text()).toBe('1 · p. 2shared words');
    expect(shown.text()).toContain('title\n\n1 · p. 2');
    expect(mark.get('button').attributes('aria-label')).toBe('1 · p. 2: show this passage in the other work');
    await mark.get('button').trigger('click');
    expect(shown.emitted('look')).toEqual([[1]]);
  });

  it('names no page in a text that has none', () => {
    const text = { name: '', kind: 'text' as const, content: 'shared words', page_starts: [] };
    const passages = [{ text: 0, start: 0, end: 12, number: 3, page: null }];
    const shown = mount(LikenessText, { props: { text, passages }, global: { plugins: [{ install: installI18n }] } });
    expect(shown.get('mark').text()).toBe('3shared words');
  });
});
