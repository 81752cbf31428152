import { PiniaColada } from '@pinia/colada';
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { createMemoryHistory, createRouter } from 'vue-router';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { installI18n, loadFeatureTexts, loadProblemTexts, setLocale } from '../../core/i18n';
import type { TeachingWaiting, WaitingKind, WaitingWork } from './types';
import en from './locales/en.json';
import ta from './locales/ta.json';
import WaitingCard from './WaitingCard.vue';

const networkOff = globalThis.fetch;
let answers: { status: number; body: unknown }[] = [];
let wrapper: VueWrapper | undefined;

function work(values: Partial<WaitingWork> = {}): WaitingWork {
  return { kind: 'answers', count: 7, since: '2026-05-03T09:00:00Z', path: '/teach/biology/quizzes/4/marking', course: { slug: 'biology', title: 'Biology 1' }, about: 'Cells', ...values };
}

function told(results: WaitingWork[], row_count = results.length): TeachingWaiting {
  return { results, row_count, count: results.reduce((sum, row) => sum + row.count, 0) };
}

async function settle(): Promise<void> {
  for (let round = 0; round < 8; round++)
    await flushPromises();
}

async function show(...given: (TeachingWaiting | number)[]): Promise<VueWrapper> {
  answers = given.map(one => typeof one === 'number' ? { status: one, body: { code: 'internal-error', title: 'It broke', status: one } } : { status: 200, body: one });
  const pinia = createPinia();
  setActivePinia(pinia);
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:any(.*)*', component: { render: () => null } }] });
  wrapper = mount(WaitingCard, { attachTo: document.body, props: { today: '2026-05-06', zone: 'UTC' }, global: { plugins: [pinia, PiniaColada, router, { install: installI18n }] } });
  await settle();
  return wrapper;
}

const button = (text: string) => wrapper!.findAll('button').find(one => one.text().includes(text));

beforeEach(async () => {
  globalThis.fetch = (() => {
    const { status, body } = answers.length > 1 ? answers.shift()! : answers[0]!;
    return Promise.resolve(new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } }));
  }) as typeof fetch;
  await setLocale('en');
  await loadFeatureTexts(['home']);
  await loadProblemTexts();
});
afterEach(() => {
  wrapper?.unmount();
  globalThis.fetch = networkOff;
});

describe('what waits', () => {
  it('says how many of what, where, since when, and leads to the page', async () => {
    const card = await show(told([work(), work({ kind: 'submissions', count: 1, since: '2026-05-06T08:00:00Z', path: '/marking/9', about: '<b>Essay</b>' })]));
    const [first, second] = card.findAll('a');
    expect(first!.attributes('href')).toBe('/teach/biology/quizzes/4/marking');
    expect(first!.text()).toMatch(/^7 answers to mark\s*Biology 1 · Cells · oldest 3 days ago$/);
    expect(second!.text()).toMatch(/^1 submission to mark\s*Biology 1 · <b>Essay<\/b> · today$/);
    expect(second!.find('b').exists()).toBe(false);
    expect(card.text()).toContain('8 things');
  });

  it('does not say which is the oldest of what all came today', async () => {
    const card = await show(told([work({ since: '2026-05-06T00:00:00Z' })]));
    expect(card.find('a').text()).toMatch(/^7 answers to mark\s*Biology 1 · Cells · today$/);
  });

  it('marks what waits for a week, and counts days in the zone of the person', async () => {
    const card = await show(told([work({ since: '2026-04-29T23:30:00Z' }), work({ path: '/b', since: '2026-04-30T00:30:00Z' })]));
    expect(card.findAll('.text-warning').map(one => one.text())).toEqual(['oldest 7 days ago']);
    await card.setProps({ zone: 'Asia/Colombo' });
    expect(card.findAll('.text-warning')).toEqual([]);
  });

  it('shows five, then all with the sixth in focus, then five again', async () => {
    const rows = Array.from({ length: 12 }, (_, place) => work({ path: `/marking/${place}`, kind: 'submissions' }));
    const card = await show(told(rows, 15));
    expect(card.findAll('a')).toHaveLength(5);
    expect(button('Show all 12')!.attributes('aria-expanded')).toBe('false');
    await button('Show all 12')!.trigger('click');
    await settle();
    expect(card.findAll('a')).toHaveLength(12);
    expect(document.activeElement).toBe(card.findAll('a')[5]!.element);
    expect(card.text()).toContain('And 3 pages more');
    await button('Show fewer')!.trigger('click');
    expect(card.findAll('a')).toHaveLength(5);
    expect(card.text()).not.toContain('And 3 pages more');
  });

  it('has a kind word when there is nothing', async () => {
    const card = await show(told([]));
    expect(card.text()).toContain('Nothing waits for you');
    expect(card.findAll('a')).toEqual([]);
  });

  it('says that it failed, and tries again', async () => {
    const card = await show(500, told([work()]));
    expect(card.find('[role="alert"]').exists()).toBe(true);
    expect(card.text()).not.toContain('Nothing waits for you');
    await button('Try again')!.trigger('click');
    await settle();
    expect(card.find('[role="alert"]').exists()).toBe(false);
    expect(card.findAll('a')).toHaveLength(1);
  });

  it('tells of a kind that it does not know as of things to do', async () => {
    const card = await show(told([work({ kind: 'feeding-the-cat' as WaitingKind, count: 2, course: null, about: '' })]));
    expect(card.find('a').text()).toMatch(/^2 things to do\s*oldest 3 days ago$/);
  });

  it('has words for the same kinds in both languages, with one and many', () => {
    expect(Object.keys(ta.waits.kind)).toEqual(Object.keys(en.waits.kind));
    for (const text of [...Object.values(ta.waits.kind), ...Object.values(en.waits.kind)])
      expect(text.match(/\{n\}/g)?.length).toBe(text.split('|').length);
  });
});
