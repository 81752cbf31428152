import type { FeatureRoute } from '../../app/routes';

export const routes: FeatureRoute[] = [
  { path: '/teach/:slug/versions', name: 'course-versions', component: () => import('./VersionsPage.vue'), props: true, meta: { title: 'versions.title', budget: 'instructor', requires: 'signed-in', locales: ['studio-frame'] } },
  { path: '/teach/:slug/versions/:number(\\d+)', name: 'course-version', component: () => import('./VersionPage.vue'), props: true, meta: { title: 'versions.title', budget: 'instructor', requires: 'signed-in', locales: ['studio-frame'] } },
  { path: '/teach/:slug/export', name: 'course-export', component: () => import('./ExportPage.vue'), props: true, meta: { title: 'versions.export.title', budget: 'instructor', requires: 'signed-in', locales: ['studio-frame'] } },
];
