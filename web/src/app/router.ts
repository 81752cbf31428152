import { nextTick } from 'vue';
import { createRouter, createWebHistory, type RouteLocationNormalized, type Router } from 'vue-router';
import { announce } from '../core/announce';
import { onProblem } from '../core/api';
import { isFlagOn, isRefused, loadSite, safeNext, useSessionStore } from '../core/auth';
import { reportBug } from '../core/bugs';
import { endFirstView } from '../core/firstView';
import { loadFeatureTexts } from '../core/i18n';
import { pageTitle, setRouteTitle } from '../core/pageTitle';
import { recall, remember } from '../core/storage';
import { featureRoutes } from './routes';


/** What a signed-in person is kept from. */
function guardMember(to: RouteLocationNormalized, requires: string) {
  // Who must have a second factor and has none can do nothing else.
  if (useSessionStore().mustSetUpSecondFactor && to.name !== 'security')
    return { name: 'security' };
  // A newer version of a mandatory policy is read first; one's own data stays within reach.
  const { me } = useSessionStore();
  if (me?.has_pending_policies && !me.impersonator && !['policies', 'privacy', 'security'].includes(String(to.name)))
    return { name: 'policies', query: { next: to.fullPath } };
  if (isRefused(requires))
    return { name: 'error', params: { kind: 'forbidden' }, query: { from: to.fullPath } };
  return true;
}

async function guard(to: RouteLocationNormalized) {
  const { requires, flag } = to.meta;
  if (flag && !await isFlagOn(flag))
    return { name: 'error', params: { kind: 'missing' }, query: { from: to.fullPath } };
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
  return guardMember(to, requires);
}

/** An empty installation leads its first visitor through creating the admin account. */
async function leadToSetup(router: Router, to: RouteLocationNormalized): Promise<void> {
  const isFrontDoor = to.name === 'landing' || to.meta.requires === 'signed-out';
  if (!isFrontDoor || await useSessionStore().load())
    return;
  const site = await loadSite();
  if (site?.needs_setup)
    await router.replace({ name: 'setup' });
}

async function prepare(to: RouteLocationNormalized) {
  const texts = loadFeatureTexts([to.meta.feature, ...to.meta.locales ?? []].filter(name => name !== undefined));
  const verdict = await guard(to);
  await texts;
  return verdict;
}

async function arrive(to: RouteLocationNormalized, from: RouteLocationNormalized): Promise<void> {
  setRouteTitle(to.meta.title ?? '');
  if (from.matched.length === 0 || to.path === from.path)
    return;
  endFirstView();
  await nextTick();
  // A keyboard or screen-reader user lands at the top of the new page, not on the old link.
  const target = document.querySelector<HTMLElement>('main h1') ?? document.querySelector<HTMLElement>('main');
  if (target && !target.contains(document.activeElement)) {
    target.tabIndex = -1;
    target.focus({ preventScroll: true });
  }
  announce(pageTitle.value);
}

/** After an update of the site the old page's chunks are gone: load the new page whole, once. */
function loadWhole(error: unknown, to: RouteLocationNormalized): void {
  const isMissingChunk = error instanceof TypeError && /module|import/i.test(error.message);
  if (isMissingChunk && recall('reloaded-for') !== to.fullPath) {
    remember('reloaded-for', to.fullPath);
    location.assign(to.fullPath);
    return;
  }
  reportBug(error);
}

function followProblems(router: Router): void {
  /** The days for setting up a second factor ended while the page was open. */
  onProblem((problem) => {
    if (problem.code === 'second-factor-required')
      void useSessionStore().load(true).then(() => router.push({ name: 'security' }));
  });

  /** The session ended elsewhere, or by time: say so and come back here after signing in. */
  onProblem((problem) => {
    const session = useSessionStore();
    if (problem.status !== 401 || !session.me || problem.pending.length > 0 || problem.code !== 'not-authenticated')
      return;
    const { fullPath, meta } = router.currentRoute.value;
    session.forget();
    if (meta.requires && meta.requires !== 'signed-out')
      void router.push({ name: 'sign-in', query: { next: fullPath } });
  });
}

/** Made when it is asked for, not with the file: reading all paths takes a task of its own. */
export function makeRouter(): Router {
  const router = createRouter({
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
  router.beforeEach(prepare);
  router.afterEach(async (to, from, failure) => {
    if (failure)
      return;
    void leadToSetup(router, to);
    await arrive(to, from);
  });
  router.onError(loadWhole);
  router.afterEach(() => remember('reloaded-for', null));
  followProblems(router);
  return router;
}
