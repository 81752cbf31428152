import type { FeatureRoute } from '../../app/routes';

export const routes: FeatureRoute[] = [
  { path: '/teach', name: 'teaching', component: () => import('./TeachingPage.vue'), meta: { title: 'teaching.title', budget: 'instructor', locales: ['studio-frame'], requires: 'role:instructor|admin|manager|assistant|author' } },
];
