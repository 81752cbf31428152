import type { FeatureRoute } from '../../app/routes';

export const routes: FeatureRoute[] = [
  { path: '/teach/import', name: 'imports', component: () => import('./ImportPage.vue'), meta: { title: 'integrations.title', budget: 'instructor', requires: 'role:instructor|admin|manager|author' } },
  { path: '/teach/import/:uuid', name: 'import', component: () => import('./ImportReportPage.vue'), props: true, meta: { title: 'integrations.report', budget: 'instructor', requires: 'role:instructor|admin|manager|author' } },
];
