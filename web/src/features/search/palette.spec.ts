import { PiniaColada } from '@pinia/colada';
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { createMemoryHistory, createRouter, type Router } from 'vue-router';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useSessionStore } from '../../core/auth';
import { installI18n, loadFeatureTexts, setLocale } from '../../core/i18n';
import { isPaletteOpen } from '../../core/palette';
import { recall, remember } from '../../core/storage';
import SearchPalette from './SearchPalette.vue';
import { WAIT_MS } from './useServerResults';
import { keepRecent, recentEntries } from './recent';

const networkOff = globalThis.fetch;
const LESSON = { kind: 'lesson', title: [{ text: 'Earthworms', is_marked: true }], path: '/learn/soil/7', where: 'Soil › Life', snippet: [], state: '', at_seconds: null };
let asked: string[] = [];
let answer: (q: string) => Promise<Response>;
let wrapper: VueWrapper | undefined;
let router: Router;

const json = (body: unknown, status = 200): Response => new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });
const found = (q: string, rows: unknown[] = [LESSON]): Response => json({ query: q, kinds: ['lesson'], groups: rows.length ? [{ kind: 'lesson', has_more: false, searched: null, rows }] : [] });

function me(permissions: string[] = [], uuid = 'ada'): never {
  return { id: 1, uuid, email: 'ada@example.org', username: 'ada', display_name: 'Ada', roles: ['learner'], permissions, organizations: [], settings: { theme: 'light', language: 'en', time_zone: 'UTC', text_size: 'normal' } } as never;
}

async function open(person: never | null = me()): Promise<void> {
  const page = { render: () => null };
  router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/', name: 'landing', component: page, meta: { title: 'landing.title' } },
      { path: '/my-learning', name: 'my-learning', component: page, meta: { title: 'learning.title', requires: 'signed-in' } },
      { path: '/manage/people', name: 'manage-people', component: page, meta: { title: 'people.list.title', requires: 'can:identity:person:read' } },
      { path: '/learn/:slug/:lessonId', name: 'player', component: page },
      { path: '/search', name: 'search', component: page },
    ],
  });
  await router.push('/');
  const pinia = createPinia();
  setActivePinia(pinia);
  if (person)
    await useSessionStore().accept(person);
  isPaletteOpen.value = true;
  wrapper = mount(SearchPalette, { attachTo: document.body, global: { plugins: [pinia, PiniaColada, router, { install: installI18n }], stubs: { UIcon: true } } });
  await flushPromises();
}

const field = () => wrapper!.get('input');
const options = () => wrapper!.findAll('[role=option]').map(option => option.text());
const active = () => wrapper!.get('[aria-selected=true]').text();
async function type(text: string): Promise<void> {
  await field().setValue(text);
  await vi.advanceTimersByTimeAsync(WAIT_MS);
  await flushPromises();
}

beforeEach(async () => {
  vi.useFakeTimers();
  asked = [];
  answer = q => Promise.resolve(found(q));
  globalThis.fetch = (input) => {
    const url = new URL((input as Request).url);
    if (url.pathname !== '/api/v1/search')
      return Promise.resolve(json({}));
    asked.push(url.searchParams.get('q')!);
    const { signal } = input as Request;
    return new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(new DOMException('given up', 'AbortError')));
      void answer(asked.at(-1)!).then(resolve, reject);
    });
  };
  await setLocale('en');
  await loadFeatureTexts(['search']);
});
afterEach(() => {
  wrapper?.unmount();
  wrapper = undefined;
  isPaletteOpen.value = false;
  remember('recent', null);
  globalThis.fetch = networkOff;
  vi.useRealTimers();
});

describe('the palette', () => {
  it('shows places and acts before anything is typed, by what the person may do', async () => {
    await open();
    expect(options().join()).toContain('My learning');
    expect(options().join()).toContain('Continue learning');
    expect(options().join()).not.toContain('Import people');
    wrapper!.unmount();
    await open(me(['identity:person:import', 'identity:person:read']));
    expect(options().join()).toContain('Import people');
    await type('people');
    expect(options()[0]).toContain('People');
  });

  it('offers a visitor the way in and nothing that needs a person', async () => {
    await open(null);
    expect(options().join()).toContain('Sign in');
    expect(options().join()).not.toContain('Continue learning');
    expect(options().join()).not.toContain('My learning');
  });

  it('asks the server when the typing pauses, once', async () => {
    await open();
    for (const text of ['ea', 'eart', 'earth'])
      await field().setValue(text);
    expect(asked).toEqual([]);
    await type('earthw');
    expect(asked).toEqual(['earthw']);
    expect(options().join()).toContain('Earthworms');
  });

  it('gives an older question up when a newer one comes', async () => {
    await open();
    const late: (() => void)[] = [];
    answer = q => q === 'soil' ? new Promise(resolve => late.push(() => resolve(found(q, [{ ...LESSON, title: [{ text: 'Stale', is_marked: false }] }])))) : Promise.resolve(found(q));
    await type('soil');
    await type('soils');
    late.forEach(arrive => arrive());
    await flushPromises();
    expect(asked).toEqual(['soil', 'soils']);
    expect(options().join()).not.toContain('Stale');
    expect(options().join()).toContain('Earthworms');
  });

  it('walks with the arrow keys, around the ends, and tells the field where it is', async () => {
    await open();
    await type('earthworms');
    expect(active()).toContain('Earthworms');
    await field().trigger('keydown', { key: 'ArrowDown' });
    expect(active()).toContain('All results');
    expect(field().attributes('aria-activedescendant')).toBe(wrapper!.get('[aria-selected=true]').attributes('id'));
    await field().trigger('keydown', { key: 'ArrowDown' });
    expect(active()).toContain('Earthworms');
    await field().trigger('keydown', { key: 'ArrowUp' });
    expect(active()).toContain('All results');
  });

  it('opens by Enter, closes, and remembers what was opened', async () => {
    await open();
    await type('earthworms');
    await field().trigger('keydown', { key: 'Enter' });
    await flushPromises();
    expect(router.currentRoute.value.fullPath).toBe('/learn/soil/7');
    expect(isPaletteOpen.value).toBe(false);
    isPaletteOpen.value = true;
    await flushPromises();
    expect(options()[0]).toContain('Earthworms');
  });

  it('opens a new tab by Ctrl+Enter and stays', async () => {
    const opened = vi.spyOn(window, 'open').mockReturnValue(null);
    await open();
    await type('earthworms');
    await field().trigger('keydown', { key: 'Enter', ctrlKey: true });
    expect(opened).toHaveBeenCalledWith('/learn/soil/7', '_blank', 'noopener');
    expect(isPaletteOpen.value).toBe(true);
    opened.mockRestore();
  });

  it('opens again right after Escape, though the browser tells late that it was closed', async () => {
    await open();
    const dialog = wrapper!.get('dialog');
    await field().trigger('keydown', { key: 'Escape', isComposing: true });
    expect(isPaletteOpen.value).toBe(true);
    await field().trigger('keydown', { key: 'Escape' });
    expect([isPaletteOpen.value, (dialog.element as HTMLDialogElement).open]).toEqual([false, false]);
    isPaletteOpen.value = true;
    await flushPromises();
    await dialog.trigger('close');
    expect([isPaletteOpen.value, (dialog.element as HTMLDialogElement).open]).toEqual([true, true]);
  });

  it('leaves keys to whoever composes a word', async () => {
    await open();
    await type('earthworms');
    await field().trigger('keydown', { key: 'Enter', isComposing: true });
    await flushPromises();
    expect(router.currentRoute.value.fullPath).toBe('/');
  });

  it('says in words that nothing was found, that one more character is needed, and that the network is gone', async () => {
    await open();
    await type('x');
    expect(wrapper!.text()).toContain('one more character');
    answer = q => Promise.resolve(found(q, []));
    await type('xyzzy');
    expect(wrapper!.get('[role=status]').text()).toContain('Nothing was found');
    answer = () => Promise.reject(new TypeError('Failed to fetch'));
    await type('xyzzy again');
    expect(wrapper!.get('[role=status]').text()).toContain('You are offline');
    answer = () => Promise.resolve(json({ status: 500, code: 'internal-error', title: 'Oops' }, 500));
    await type('xyzzy once more');
    expect(wrapper!.get('[role=status]').text()).toContain('does not answer');
  });

  it('shows markup in a title as the signs it is', async () => {
    await open();
    answer = q => Promise.resolve(found(q, [{ ...LESSON, title: [{ text: '<img src=x onerror=alert(1)>', is_marked: true }] }]));
    await type('img');
    expect(wrapper!.find('[role=option] img').exists()).toBe(false);
    expect(options().join()).toContain('<img src=x');
  });
});

describe('what was opened last', () => {
  const entry = { title: 'Soil', path: '/courses/soil', icon: 'i-lucide-library' };

  it('is shown to who opened it, the newest first and each once', () => {
    keepRecent('ada', entry);
    keepRecent('ada', { ...entry, path: '/courses/water' });
    keepRecent('ada', entry);
    expect(recentEntries('ada').map(known => known.path)).toEqual(['/courses/soil', '/courses/water']);
  });

  it('is forgotten as soon as somebody else asks', () => {
    keepRecent('ada', entry);
    expect(recentEntries('bob')).toEqual([]);
    expect(recall('recent')).toBeNull();
    expect(recentEntries('ada')).toEqual([]);
  });

  it('is not kept for visitors, and nothing foreign is believed', () => {
    keepRecent(undefined, entry);
    expect(recall('recent')).toBeNull();
    for (const text of ['{', '[]', JSON.stringify({ owner: 'ada', entries: [{ ...entry, path: '//evil.example' }, 7, null] })]) {
      remember('recent', text);
      expect(recentEntries('ada')).toEqual([]);
    }
  });
});
