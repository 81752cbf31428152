import type { FeatureRoute } from '../../app/routes';

export const routes: FeatureRoute[] = [
  { path: '/teach/:slug/quizzes/accommodations', name: 'accommodations', component: () => import('./AccommodationsPage.vue'), props: true, meta: { title: 'quizzes.accommodations', budget: 'instructor', requires: 'role:instructor|admin|manager|assistant|author', locales: ['studio-frame', 'rules'] } },
];
