import type { FeatureRoute } from '../../app/routes';

export const routes: FeatureRoute[] = [
  { path: '/teach/:slug/gradebook', name: 'gradebook', component: () => import('./GradebookPage.vue'), props: true, meta: { title: 'gradebook.title', budget: 'instructor', requires: 'signed-in', locales: ['studio-frame'] } },
  { path: '/teach/:slug/gradebook/rules', name: 'gradebook-rules', component: () => import('./GradebookRulesPage.vue'), props: true, meta: { title: 'gradebook.rules.title', budget: 'instructor', requires: 'signed-in', locales: ['studio-frame'] } },
  { path: '/teach/:slug/gradebook/requests', name: 'gradebook-requests', component: () => import('./RegradePage.vue'), props: true, meta: { title: 'gradebook.regrade.title', budget: 'instructor', requires: 'signed-in', locales: ['studio-frame'] } },
  { path: '/grading-schemes', name: 'grading-schemes', component: () => import('./SchemesPage.vue'), meta: { title: 'gradebook.schemes.title', budget: 'instructor', requires: 'signed-in' } },
];
