import type { FeatureRoute } from '../../app/routes';

export const routes: FeatureRoute[] = [
  { path: '/teach/:slug/insights', name: 'course-insights', component: () => import('./InsightsPage.vue'), props: true, meta: { title: 'insights.title', budget: 'instructor', requires: 'signed-in', locales: ['studio-frame'] } },
];
