import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createPinia } from 'pinia';
import { createMemoryHistory, createRouter } from 'vue-router';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { installI18n, loadFeatureTexts, loadProblemTexts, setLocale } from '../../core/i18n';
import CodePage from './CodePage.vue';

const networkOff = globalThis.fetch;
const COURSE_OF_MEETING = 'algebra';
let asked: string[] = [];
let shown: VueWrapper;

/** The server: the meeting is of one course, and nobody may check in yet. */
async function serve(request: Request): Promise<Response> {
  const address = new URL(request.url);
  asked.push(`${request.method} ${address.pathname}${address.search}`);
  const [status, code] = address.searchParams.get('course') === COURSE_OF_MEETING ? [409, 'check-in-closed'] : [404, 'not-found'];
  return Promise.resolve(new Response(JSON.stringify({ code, title: code, status }), { status: Number(status), headers: { 'Content-Type': 'application/problem+json' } }));
}

async function open(slug: string): Promise<string> {
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:rest(.*)', component: { render: () => null } }] });
  shown = mount(CodePage, { props: { slug, session: '7' }, global: { plugins: [createPinia(), router, { install: installI18n }] } });
  for (let round = 0; round < 5; round++)
    await flushPromises();
  return shown.text();
}

beforeAll(async () => {
  await setLocale('en');
  await loadProblemTexts();
  await loadFeatureTexts(['attendance', 'studio-frame']);
});
beforeEach(() => {
  asked = [];
  globalThis.fetch = ((request: Request) => serve(request)) as typeof fetch;
});
afterEach(() => {
  shown.unmount();
  globalThis.fetch = networkOff;
});

it('offers to open the code of a meeting of its course', async () => {
  expect(await open(COURSE_OF_MEETING)).toContain('Nobody checks in now');
  expect(asked).toEqual(['GET /api/v1/attendance-sessions/7/check-in?course=algebra']);
});

it('has nothing to open under the address of another course', async () => {
  expect(await open('drawing')).toContain('This is not in this course');
  expect(shown.find('form').exists()).toBe(false);
});
