import type { FeatureRoute } from '../../app/routes';

export const routes: FeatureRoute[] = [
  { path: '/teach/requests', name: 'teaching-requests', component: () => import('./RequestsPage.vue'), meta: { title: 'enrollment.requests.title', budget: 'instructor', requires: 'role:instructor|admin|manager|assistant|author' } },
  { path: '/teach/:slug/learners', name: 'teaching-learners', component: () => import('./PeoplePage.vue'), props: true, meta: { title: 'enrollment.people', budget: 'instructor', locales: ['studio-frame', 'access'], requires: 'role:instructor|admin|manager|assistant|author' } },
];
