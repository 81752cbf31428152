import type { FeatureRoute } from '../../app/routes';

export const routes: FeatureRoute[] = [
  { path: '/search', name: 'search', component: () => import('./SearchPage.vue'), meta: { title: 'search.title', budget: 'learner', flag: 'search' } },
];
