import type { FeatureRoute } from '../../app/routes';

export const routes: FeatureRoute[] = [
  { path: '/error/:kind(forbidden|server|offline|missing)', name: 'error', component: () => import('./ErrorPage.vue'), meta: { title: 'errors.title', budget: 'public' } },
  { path: '/:path(.*)*', name: 'missing', component: () => import('./ErrorPage.vue'), meta: { title: 'errors.title', budget: 'public' } },
];
