import type { FeatureRoute } from '../../app/routes';

export const routes: FeatureRoute[] = [
  { path: '/reports/research', name: 'research', component: () => import('./ResearchPage.vue'), meta: { title: 'research.title', budget: 'instructor', requires: 'can:reports:research:export' } },
];
