import type { FeatureRoute } from '../../app/routes';

export const routes: FeatureRoute[] = [
  { path: '/account/security', name: 'security', component: () => import('./SecurityPage.vue'), meta: { title: 'account.title', budget: 'learner', requires: 'signed-in' } },
  { path: '/not-me/:token', name: 'not-me', component: () => import('./NotMePage.vue'), props: true, meta: { title: 'account.not_me.title', budget: 'public', layout: 'focus' } },
];
