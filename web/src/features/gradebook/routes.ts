import type { FeatureRoute } from '../../app/routes';

export const routes: FeatureRoute[] = [
  { path: '/teach/:slug/gradebook', name: 'gradebook', component: () => import('./GradebookPage.vue'), props: true, meta: { title: 'gradebook.title', budget: 'instructor', requires: 'signed-in', locales: ['studio-frame'] } },
  { path: '/teach/:slug/gradebook/rules', name: 'gradebook-rules', component: () => import('./GradebookRulesPage.vue'), props: true, meta: { title: 'gradebook.rules.title', budget: 'instructor', requires: 'signed-in', locales: ['studio-frame'] } },
];
