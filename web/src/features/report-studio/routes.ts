import type { FeatureRoute } from '../../app/routes';

export const routes: FeatureRoute[] = [
  { path: '/report-studio/new', name: 'report-studio-new', component: () => import('./StudioPage.vue'), meta: { title: 'report-studio.new', budget: 'instructor', requires: 'signed-in', locales: ['reports'] } },
  { path: '/report-studio/:uuid', name: 'report-studio', component: () => import('./StudioPage.vue'), props: true, meta: { title: 'report-studio.title', budget: 'instructor', requires: 'signed-in', locales: ['reports'] } },
];
