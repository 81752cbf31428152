import { PiniaColada } from '@pinia/colada';
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createPinia } from 'pinia';
import { createMemoryHistory, createRouter } from 'vue-router';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { installI18n, loadFeatureTexts, loadProblemTexts, setLocale } from '../../core/i18n';
import AccessibilityPage from './AccessibilityPage.vue';

const networkOff = globalThis.fetch;
const ROW = { uuid: 'u', course_title: 'Soil', course_slug: 'soil', course_status: 'published', lesson_count: 2, clean_lesson_count: 1, finding_count: 3, created_at: '2026-11-27T10:00:00Z' };
let shown: VueWrapper;

async function settle(): Promise<void> {
  for (let round = 0; round < 8; round++)
    await flushPromises();
}

beforeAll(async () => {
  await setLocale('en');
  await loadProblemTexts();
  await loadFeatureTexts(['accessibility', 'studio-frame']);
});
beforeEach(async () => {
  globalThis.fetch = (async (request: Request) => {
    const asked = new URL(request.url).searchParams.get('search');
    const results = asked && !'soil'.includes(asked) ? [] : [ROW];
    return Promise.resolve(new Response(JSON.stringify({ results, next: null }), { status: 200, headers: { 'Content-Type': 'application/json' } }));
  }) as typeof fetch;
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:rest(.*)', component: { render: () => null } }] });
  shown = mount(AccessibilityPage, { global: { plugins: [createPinia(), PiniaColada, router, { install: installI18n }] } });
  await settle();
});
afterEach(() => {
  shown.unmount();
  globalThis.fetch = networkOff;
});

it('finds courses by words and says when none has them', async () => {
  expect(shown.text()).toContain('Soil');
  const field = shown.get('input[type="search"]');
  await field.setValue('water');
  await vi.waitFor(() => expect(shown.text()).toContain('No course has these words'));
  // The field stays where there is nothing to show, so that the search can be taken back.
  await shown.get('input[type="search"]').setValue('');
  await vi.waitFor(() => expect(shown.text()).toContain('Soil'));
});
