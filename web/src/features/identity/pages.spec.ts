import { PiniaColada } from '@pinia/colada';
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { createMemoryHistory, createRouter, type Router } from 'vue-router';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Component } from 'vue';
import { installI18n, loadFeatureTexts, loadProblemTexts, setLocale } from '../../core/i18n';
import ForgotPasswordPage from './ForgotPasswordPage.vue';
import { keepPendingSignIn, pendingSignIn } from './pendingSignIn';
import ResetPasswordPage from './ResetPasswordPage.vue';
import SettingsPage from './SettingsPage.vue';
import SignInPage from './SignInPage.vue';
import SignUpPage from './SignUpPage.vue';
import VerifyEmailPage from './VerifyEmailPage.vue';
import { useSessionStore } from '../../core/auth';

type Answer = { status: number; body?: unknown };

const ME = {
  id: 1, uuid: 'u', email: 'ada@example.org', username: 'ada', display_name: 'Ada', first_name: 'Ada', last_name: '', headline: '', bio: '',
  avatar_url: null, is_staff: false, roles: ['learner'], permissions: [], organization: null,
  settings: { theme: 'light', language: 'en', time_zone: 'UTC', is_voice_reader_on: false, is_motion_reduced: false, is_reading_font_on: false, is_data_saver_on: false, is_session_detail_on: true, text_size: 'normal' },
};
const AUTH = '/_allauth/browser/v1';
const networkOff = globalThis.fetch;
const asked: { call: string; body: unknown }[] = [];
let answers: Record<string, Answer> = {};
let wrapper: VueWrapper | undefined;
let router: Router;

async function serve(request: Request): Promise<Response> {
  const call = `${request.method} ${new URL(request.url).pathname}`;
  const text = await request.text();
  // The sign-in pages also read which services one may sign in with, and what sign-up asks for.
  if (request.method !== 'GET' || call.startsWith('GET /api/v1/me') || call.includes(AUTH))
    asked.push({ call, body: text ? JSON.parse(text) as unknown : undefined });
  const { status, body } = answers[call] ?? { status: 404, body: { code: 'not-found', title: 'Not found' } };
  return new Response(body === undefined ? null : JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });
}

/** Lets every answer that is already there arrive. */
async function settle(): Promise<void> {
  for (let round = 0; round < 8; round++)
    await flushPromises();
}

async function open(page: Component, path: string, isSignedIn = false): Promise<VueWrapper> {
  const blank = { template: '<i/>', render: () => null };
  router = createRouter({
    history: createMemoryHistory(),
    routes: ['sign-in', 'sign-up', 'forgot-password', 'profile', 'settings', 'verify-email'].map(name => ({ path: `/${name}`, name, component: blank }))
      .concat([{ path: '/reset-password/:key', name: 'reset-password', component: blank }, { path: '/my-learning', name: 'my-learning', component: blank }, { path: '/verify-email/:key', name: 'verify-key', component: blank }, { path: '/certificates', name: 'certificates', component: blank }]),
  });
  await router.push(path);
  const pinia = createPinia();
  setActivePinia(pinia);
  if (isSignedIn)
    await useSessionStore().accept(structuredClone(ME) as never);
  wrapper = mount(page, { attachTo: document.body, global: { plugins: [pinia, PiniaColada, router, { install: installI18n }] } });
  await settle();
  return wrapper;
}

async function submit(values: Record<string, string>): Promise<void> {
  for (const [autocomplete, value] of Object.entries(values))
    await wrapper!.get(`input[autocomplete="${autocomplete}"]`).setValue(value);
  await wrapper!.get('form').trigger('submit');
  await settle();
}

beforeEach(async () => {
  globalThis.fetch = ((request: Request) => serve(request)) as typeof fetch;
  document.cookie = 'csrftoken=token';
  answers = { 'GET /api/v1/me': { status: 401, body: { code: 'not-authenticated' } } };
  asked.length = 0;
  keepPendingSignIn(null);
  await setLocale('en');
  await loadProblemTexts();
  await loadFeatureTexts(['settings', 'arrival']);
});

afterEach(() => {
  wrapper?.unmount();
  globalThis.fetch = networkOff;
});

describe('signing in', () => {
  it('goes to the page that was wanted', async () => {
    await open(SignInPage, '/sign-in?next=/certificates');
    answers[`POST ${AUTH}/auth/login`] = { status: 200, body: { status: 200 } };
    answers['GET /api/v1/me'] = { status: 200, body: ME };
    await submit({ 'username': 'ada@example.org', 'current-password': 'secret words' });
    expect(asked[0]).toEqual({ call: `POST ${AUTH}/auth/login`, body: { email: 'ada@example.org', password: 'secret words' } });
    expect(router.currentRoute.value.fullPath).toBe('/certificates');
  });

  it('takes a user name too', async () => {
    await open(SignInPage, '/sign-in');
    await submit({ 'username': 'ada', 'current-password': 'x' });
    expect(asked[0]!.body).toEqual({ username: 'ada', password: 'x' });
  });

  it('asks for the second factor where the account has one, and then goes on', async () => {
    await open(SignInPage, '/sign-in?next=/certificates');
    answers[`POST ${AUTH}/auth/login`] = { status: 401, body: { status: 401, data: { flows: [{ id: 'login' }, { id: 'mfa_authenticate', is_pending: true, types: ['totp', 'recovery_codes'] }] } } };
    await submit({ 'username': 'ada', 'current-password': 'x' });
    await vi.waitFor(() => expect(wrapper!.find('input[autocomplete="one-time-code"]').exists()).toBe(true));
    answers[`POST ${AUTH}/auth/2fa/authenticate`] = { status: 200, body: { status: 200 } };
    answers['GET /api/v1/me'] = { status: 200, body: ME };
    await submit({ 'one-time-code': ' 123456 ' });
    await vi.waitFor(() => expect(router.currentRoute.value.fullPath).toBe('/certificates'));
    expect(asked.find(one => one.call.endsWith('2fa/authenticate'))!.body).toEqual({ code: '123456' });
  });

  it('says at the field that the password is wrong, and keeps what was typed', async () => {
    await open(SignInPage, '/sign-in');
    answers[`POST ${AUTH}/auth/login`] = { status: 400, body: { status: 400, errors: [{ code: 'email_password_mismatch', param: 'password', message: 'x' }] } };
    await submit({ 'username': 'ada@example.org', 'current-password': 'wrong' });
    expect(wrapper!.text()).toContain('The e-mail address or the password is not right.');
    expect(wrapper!.get<HTMLInputElement>('input[autocomplete="username"]').element.value).toBe('ada@example.org');
    expect(wrapper!.get('input[autocomplete="current-password"]').attributes('aria-invalid')).toBe('true');
  });

  it('asks nothing of the server while fields are empty', async () => {
    await open(SignInPage, '/sign-in');
    await submit({});
    expect(asked).toEqual([]);
    expect(wrapper!.findAll('[aria-invalid="true"]')).toHaveLength(2);
  });

  it('sends an unverified person to the mailbox page', async () => {
    await open(SignInPage, '/sign-in');
    answers[`POST ${AUTH}/auth/login`] = { status: 401, body: { status: 401, data: { flows: [{ id: 'verify_email', is_pending: true }] } } };
    await submit({ 'username': 'ada@example.org', 'current-password': 'secret' });
    expect(router.currentRoute.value.name).toBe('verify-email');
    expect(pendingSignIn()?.email).toBe('ada@example.org');
  });
});

describe('signing up', () => {
  it('refuses a short password before asking the server', async () => {
    await open(SignUpPage, '/sign-up');
    await submit({ 'given-name': 'Ada', 'email': 'ada@example.org', 'new-password': 'short' });
    expect(asked).toEqual([]);
    expect(wrapper!.text()).toContain('At least 10 characters');
  });

  it('tells the language and waits for the mail', async () => {
    await open(SignUpPage, '/sign-up?next=/certificates');
    answers[`POST ${AUTH}/auth/signup`] = { status: 401, body: { status: 401, data: { flows: [{ id: 'verify_email', is_pending: true }] } } };
    await submit({ 'given-name': 'Ada', 'email': ' ada@example.org ', 'new-password': 'correct horse battery' });
    expect(asked[0]!.body).toMatchObject({ first_name: 'Ada', last_name: '', email: 'ada@example.org', password: 'correct horse battery', language: 'en' });
    expect(router.currentRoute.value.name).toBe('verify-email');
    expect(pendingSignIn()?.next).toBe('/certificates');
  });
});

describe('the link in the mail', () => {
  it('verifies and gives a new account the zone of its device', async () => {
    answers[`POST ${AUTH}/auth/email/verify`] = { status: 200, body: { status: 200 } };
    answers['GET /api/v1/me'] = { status: 200, body: ME };
    answers['PATCH /api/v1/me/settings'] = { status: 200, body: ME };
    await open(VerifyEmailPage, '/verify-email/abc');
    await settle();
    expect(asked[0]).toEqual({ call: `POST ${AUTH}/auth/email/verify`, body: { key: 'abc' } });
    expect(asked.at(-1)!.call).toBe('PATCH /api/v1/me/settings');
    expect(wrapper!.get('h1').text()).toBe('Your e-mail is verified');
  });

  it('says when it was used already', async () => {
    answers[`POST ${AUTH}/auth/email/verify`] = { status: 400, body: { status: 400, errors: [{ code: 'invalid_or_expired_key', param: 'key', message: 'x' }] } };
    await open(VerifyEmailPage, '/verify-email/abc');
    expect(wrapper!.get('h1').text()).toBe('This link does not work any more');
  });

  it('leads to sign-in when another browser opened it', async () => {
    answers[`POST ${AUTH}/auth/email/verify`] = { status: 401, body: { status: 401, data: { flows: [{ id: 'login' }] } } };
    await open(VerifyEmailPage, '/verify-email/abc');
    await settle();
    expect(wrapper!.text()).toContain('Sign in to begin.');
  });
});

describe('a forgotten password', () => {
  it('answers the same whether or not the account exists', async () => {
    answers[`POST ${AUTH}/auth/password/request`] = { status: 200, body: { status: 200 } };
    await open(ForgotPasswordPage, '/forgot-password');
    await submit({ email: 'nobody@example.org' });
    expect(wrapper!.text()).toContain('If there is an account for nobody@example.org');
  });

  it('offers a new link when the old one is used up', async () => {
    answers[`GET ${AUTH}/auth/password/reset`] = { status: 400, body: { status: 400, errors: [{ code: 'invalid_password_reset', param: 'key', message: 'x' }] } };
    await open(ResetPasswordPage, '/reset-password/abc');
    expect(wrapper!.get('h1').text()).toBe('This link does not work any more');
    expect(wrapper!.find('a[href="/forgot-password"]').exists()).toBe(true);
  });
});

describe('settings', () => {
  it('hold at once, and are taken back when the server refuses', async () => {
    answers['PATCH /api/v1/me/settings'] = { status: 200, body: ME };
    await open(SettingsPage, '/settings', true);
    const box = wrapper!.get<HTMLInputElement>(`#${wrapper!.findAll('label').find(label => label.text() === 'Less motion')!.attributes('for')}`);
    await box.setValue(true);
    await settle();
    expect(asked.at(-1)).toEqual({ call: 'PATCH /api/v1/me/settings', body: { is_motion_reduced: true } });
    expect(useSessionStore().me!.settings.is_motion_reduced).toBe(true);

    answers['PATCH /api/v1/me/settings'] = { status: 500, body: { code: 'server-error', title: 'x', request_id: 'r77' } };
    await box.setValue(false);
    await settle();
    expect(useSessionStore().me!.settings.is_motion_reduced).toBe(true);
    expect(wrapper!.get('[role="alert"]').text()).toContain('r77');
  });
});
