import { mount } from '@vue/test-utils';
import { beforeAll, expect, it } from 'vitest';
import { installI18n, loadFeatureTexts, setLocale } from '../../core/i18n';
import PostAllButton from './PostAllButton.vue';

beforeAll(async () => {
  await setLocale('en');
  await loadFeatureTexts(['marking']);
});

const button = (ready: number) => mount(PostAllButton, { props: { ready, isPending: false }, global: { plugins: [{ install: installI18n }] } });

it('says that there is nothing to post', () => {
  const shown = button(0).get('button');
  expect(shown.text()).toBe('Nothing to post');
  expect(shown.attributes()).toHaveProperty('disabled');
});

it('says how many marks are posted by it', async () => {
  expect(button(1).text()).toBe('Post 1 mark');
  const two = button(2);
  expect(two.text()).toBe('Post 2 marks');
  await two.get('button').trigger('click');
  expect(two.emitted('post')).toHaveLength(1);
});
