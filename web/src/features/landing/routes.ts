import type { FeatureRoute } from '../../app/routes';

export const routes: FeatureRoute[] = [
  { path: '/', name: 'landing', component: () => import('./LandingPage.vue'), meta: { title: 'landing.title', budget: 'public' } },
];
