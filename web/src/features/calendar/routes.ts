import type { FeatureRoute } from '../../app/routes';

export const routes: FeatureRoute[] = [
  { path: '/calendar', name: 'calendar', component: () => import('./CalendarPage.vue'), meta: { title: 'calendar.title', budget: 'learner', requires: 'signed-in', locales: ['home'] } },
];
