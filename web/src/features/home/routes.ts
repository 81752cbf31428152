import type { FeatureRoute } from '../../app/routes';

export const routes: FeatureRoute[] = [
  { path: '/home', name: 'home', component: () => import('./HomePage.vue'), meta: { title: 'home.title', budget: 'learner', requires: 'signed-in' } },
];
