import type { FeatureRoute } from '../../app/routes';

export const routes: FeatureRoute[] = [
  { path: '/certificates', name: 'certificates', component: () => import('./CertificatesPage.vue'), meta: { title: 'credentials.title', budget: 'learner', requires: 'signed-in' } },
  { path: '/verify/:code?', name: 'verify', component: () => import('./VerifyPage.vue'), props: true, meta: { title: 'credentials.verify.title', budget: 'public' } },
];
