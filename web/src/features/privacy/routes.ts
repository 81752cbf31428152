import type { FeatureRoute } from '../../app/routes';

export const routes: FeatureRoute[] = [
  { path: '/account/privacy', name: 'privacy', component: () => import('./PrivacyPage.vue'), meta: { title: 'privacy.title', budget: 'learner', requires: 'signed-in' } },
  { path: '/policies', name: 'policies', component: () => import('./PoliciesPage.vue'), meta: { title: 'privacy.policies.title', budget: 'learner', requires: 'signed-in', layout: 'focus' } },
  { path: '/privacy/receipts/:code', name: 'erasure-receipt', component: () => import('./ReceiptPage.vue'), props: true, meta: { title: 'privacy.receipt.title', budget: 'public' } },
  { path: '/manage/privacy/requests', name: 'privacy-requests', component: () => import('./RequestsPage.vue'), meta: { title: 'privacy.requests.title', budget: 'instructor', requires: 'can:privacy:request:manage', locales: ['manage', 'access'] } },
  { path: '/manage/privacy/consent', name: 'privacy-consent', component: () => import('./ConsentPage.vue'), meta: { title: 'privacy.texts.title', budget: 'instructor', requires: 'can:privacy:consent:manage', locales: ['manage'] } },
  { path: '/manage/privacy/data-map', name: 'privacy-data-map', component: () => import('./DataMapPage.vue'), meta: { title: 'privacy.map.title', budget: 'instructor', requires: 'can:privacy:request:manage', locales: ['manage'] } },
  { path: '/manage/privacy/retention', name: 'privacy-retention', component: () => import('./RetentionPage.vue'), meta: { title: 'privacy.retention.title', budget: 'instructor', requires: 'can:privacy:retention:manage', locales: ['manage'] } },
];
