import type { FeatureRoute } from '../../app/routes';

export const routes: FeatureRoute[] = [
  { path: '/manage', name: 'manage', component: () => import('./ManagePage.vue'), meta: { title: 'manage.title', budget: 'instructor', requires: 'signed-in' } },
];
