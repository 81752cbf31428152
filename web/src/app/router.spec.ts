import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { useSessionStore } from '../core/auth';
import { setLocale } from '../core/i18n';
import { makeRouter } from './router';

const router = makeRouter();
const networkOff = globalThis.fetch;
let me: { status: number; body: unknown };

function person(...roles: string[]) {
  return { status: 200, body: { id: 1, display_name: 'Ada', roles, permissions: [], settings: null } };
}

beforeEach(async () => {
  setActivePinia(createPinia());
  me = { status: 401, body: { code: 'not-authenticated', title: 'Sign in first.' } };
  globalThis.fetch = ((request: Request) => {
    if (me.status === 0)
      return Promise.reject(new TypeError('failed'));
    const isMe = new URL(request.url).pathname === '/api/v1/me';
    const { status, body } = isMe ? me : { status: 404, body: { code: 'not-found' } };
    return Promise.resolve(new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } }));
  }) as typeof fetch;
  await setLocale('en');
  await router.replace('/error/missing');
});

afterEach(() => {
  globalThis.fetch = networkOff;
});

async function go(path: string): Promise<string> {
  await useSessionStore().load(true);
  await router.push(path);
  return router.currentRoute.value.fullPath;
}

describe('the way to a page', () => {
  it('leads a visitor through sign-in and back', async () => {
    expect(await go('/settings')).toBe('/sign-in?next=/settings');
  });

  it('is open to who is signed in', async () => {
    me = person('learner');
    expect(await go('/settings')).toBe('/settings');
  });

  it('is closed to who lacks the role', async () => {
    me = person('learner');
    expect(await go('/teach')).toBe('/error/forbidden?from=/teach');
  });

  it('passes over sign-in when there is nothing to sign in', async () => {
    me = person('learner');
    expect(await go('/sign-in?next=/settings')).toBe('/settings');
  });

  it('never leaves the site for a forged address', async () => {
    me = person('learner');
    expect(await go('/sign-in?next=//evil.example')).toBe('/home');
  });

  it('says that the server is away instead of asking for a password', async () => {
    me = { status: 0, body: null };
    expect(await go('/settings')).toBe('/error/offline?from=/settings');
  });

  it('does not exist for whom the feature is switched off', async () => {
    me = { status: 200, body: { ...person('learner').body, features: [] } };
    expect(await go('/search')).toBe('/error/missing?from=/search');
  });

  it('exists for whom the feature is on', async () => {
    me = { status: 200, body: { ...person('learner').body, features: ['search'] } };
    expect(await go('/search')).toBe('/search');
  });

  it('shows a page for addresses that do not exist', async () => {
    await go('/no/such/page');
    expect(router.currentRoute.value.name).toBe('missing');
  });
});
