import type { FeatureRoute } from '../../app/routes';

export const routes: FeatureRoute[] = [
  { path: '/manage/audit', name: 'audit', component: () => import('./AuditPage.vue'), meta: { title: 'audit.title', budget: 'instructor', requires: 'can:audit:event:read', locales: ['manage'] } },
  { path: '/account/data-access', name: 'data-access', component: () => import('./DataAccessPage.vue'), meta: { title: 'audit.access.title', budget: 'learner', requires: 'signed-in' } },
];
