import type { FeatureRoute } from '../../app/routes';

export const routes: FeatureRoute[] = [
  { path: '/manage/database', name: 'database', component: () => import('./DatabasePage.vue'), meta: { title: 'operations.title', budget: 'instructor', requires: 'can:operations:site:manage', locales: ['manage'] } },
];
