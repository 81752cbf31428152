import type { FeatureRoute } from '../../app/routes';

export const routes: FeatureRoute[] = [
  { path: '/courses', name: 'courses', component: () => import('./CatalogPage.vue'), meta: { title: 'courses.title', budget: 'public' } },
  { path: '/courses/:slug', name: 'course', component: () => import('./CoursePage.vue'), props: true, meta: { title: 'courses.title', budget: 'public' } },
  { path: '/saved', name: 'saved', component: () => import('./SavedPage.vue'), meta: { title: 'courses.saved.title', budget: 'learner', requires: 'signed-in' } },
];
