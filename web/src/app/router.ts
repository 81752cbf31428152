import { nextTick } from 'vue';
import { createRouter, createWebHistory, type RouteLocationNormalized } from 'vue-router';
import { announce } from '../core/announce';
import { loadSite, safeNext, useSessionStore } from '../core/auth';
import { i18n, loadFeatureTexts } from '../core/i18n';
import { pageTitle, setPageTitle } from '../core/pageTitle';
import { featureRoutes } from './routes';

export const router = createRouter({
  history: createWebHistory('/'),
  routes: featureRoutes,
  scrollBehavior(to, from, saved) {
    if (saved)
      return saved;
    if (to.hash)
      return { el: to.hash };
    return to.path === from.path ? undefined : { top: 0 };
  },
});

async function guard(to: RouteLocationNormalized) {
  const { requires } = to.meta;
  if (!requires)
    return true;
  const session = useSessionStore();
  const me = await session.load();
  if (!me && session.problem && requires !== 'signed-out')
    return { name: 'error', params: { kind: session.problem.isOffline ? 'offline' : 'server' }, query: { from: to.fullPath, request: session.problem.requestId || undefined } };
  if (requires === 'signed-out')
    return me ? safeNext(to.query.next) : true;
  if (!me)
    return { name: 'sign-in', query: { next: to.fullPath } };
  if (requires.startsWith('role:') && !session.hasRole(...requires.slice(5).split('|')))
    return { name: 'error', params: { kind: 'forbidden' }, query: { from: to.fullPath } };
  return true;
}

router.beforeEach(async (to) => {
  const texts = loadFeatureTexts([to.meta.feature, ...to.meta.locales ?? []].filter(name => name !== undefined));
  const verdict = await guard(to);
  await texts;
  return verdict;
});

/** An empty installation leads its first visitor through creating the admin account. */
async function leadToSetup(to: RouteLocationNormalized): Promise<void> {
  if (to.name === 'setup' || await useSessionStore().load())
    return;
  const site = await loadSite();
  if (site?.needs_setup)
    await router.replace({ name: 'setup' });
}

router.afterEach(async (to, from, failure) => {
  if (failure)
    return;
  void leadToSetup(to);
  setPageTitle(to.meta.title ? i18n.t(to.meta.title) : '');
  if (from.matched.length === 0 || to.path === from.path)
    return;
  await nextTick();
  // A keyboard or screen-reader user lands at the top of the new page, not on the old link.
  const target = document.querySelector<HTMLElement>('main h1') ?? document.querySelector<HTMLElement>('main');
  if (target && !target.contains(document.activeElement)) {
    target.tabIndex = -1;
    target.focus({ preventScroll: true });
  }
  announce(pageTitle.value);
});
