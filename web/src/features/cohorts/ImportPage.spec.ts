import { PiniaColada } from '@pinia/colada';
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createPinia } from 'pinia';
import { createMemoryHistory, createRouter } from 'vue-router';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { installI18n, loadFeatureTexts, loadProblemTexts, setLocale } from '../../core/i18n';
import ImportPage from './ImportPage.vue';

const networkOff = globalThis.fetch;
const IMPORT = { uuid: 'u-1', course_slug: 'algebra', file_name: 'people.csv', state: 'checked', row_count: 2, error_count: 0, done_count: 0, created_at: '2026-11-27T10:00:00Z', finished_at: null };
let shown: VueWrapper;

async function serve(request: Request): Promise<Response> {
  const path = new URL(request.url).pathname;
  const course = { title: 'A course', status: 'published', actions: [] };
  const body = path === '/api/v1/enrollment-imports/u-1' ? IMPORT : path.startsWith('/api/v1/courses/') ? course : { results: [], next: null };
  return Promise.resolve(new Response(JSON.stringify(body), { status: 200, headers: { 'Content-Type': 'application/json' } }));
}

async function open(slug: string): Promise<string> {
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:rest(.*)', component: { render: () => null } }] });
  await router.push(`/teach/${slug}/enroll-import/u-1`);
  shown = mount(ImportPage, { props: { slug, uuid: 'u-1' }, global: { plugins: [createPinia(), PiniaColada, router, { install: installI18n }] } });
  for (let round = 0; round < 8; round++)
    await flushPromises();
  return shown.text();
}

beforeAll(async () => {
  await setLocale('en');
  await loadProblemTexts();
  await loadFeatureTexts(['cohorts', 'studio-frame']);
});
beforeEach(() => {
  globalThis.fetch = ((request: Request) => serve(request)) as typeof fetch;
});
afterEach(() => {
  shown.unmount();
  globalThis.fetch = networkOff;
});

it('offers to run an import of its course', async () => {
  const text = await open('algebra');
  expect(text).toContain('2 rows');
  expect(text).not.toContain('This is not in this course');
});

it('runs no import under the address of another course', async () => {
  const text = await open('drawing');
  expect(text).toContain('This is not in this course');
  expect(text).not.toContain('2 rows');
});
