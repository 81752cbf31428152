import type { FeatureRoute } from '../../app/routes';

export const routes: FeatureRoute[] = [
  { path: '/teach', name: 'teaching', component: () => import('./TeachingPage.vue'), meta: { title: 'teaching.title', budget: 'instructor', locales: ['studio-frame'], requires: 'role:instructor|admin|manager|assistant|author' } },
  { path: '/teach/:slug/learners', name: 'teaching-learners', component: () => import('./CourseLearnersPage.vue'), props: true, meta: { title: 'teaching.learners', budget: 'instructor', locales: ['studio-frame'], requires: 'role:instructor|admin|manager|assistant|author' } },
];
