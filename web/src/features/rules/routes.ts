import type { FeatureRoute } from '../../app/routes';

export const routes: FeatureRoute[] = [
  { path: '/teach/:slug/rules', name: 'course-rules', component: () => import('./RulesPage.vue'), props: true, meta: { title: 'rules.title', budget: 'instructor', requires: 'signed-in', locales: ['studio-frame'] } },
  { path: '/teach/:slug/copies', name: 'course-copies', component: () => import('./CopiesPage.vue'), props: true, meta: { title: 'rules.copies.title', budget: 'instructor', requires: 'signed-in', locales: ['studio-frame', 'versions'] } },
  { path: '/manage/prerequisites', name: 'manage-prerequisites', component: () => import('./CatalogGraphPage.vue'), meta: { title: 'rules.graph.catalog', budget: 'instructor', requires: 'signed-in', locales: ['manage'] } },
];
