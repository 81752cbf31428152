import type { FeatureRoute } from '../../app/routes';

export const routes: FeatureRoute[] = [
  { path: '/reports', name: 'reports', component: () => import('./ReportsPage.vue'), meta: { title: 'reports.title', budget: 'instructor', requires: 'signed-in', locales: ['report-studio'] } },
  { path: '/reports/exports', name: 'report-exports', component: () => import('./ReportExportsPage.vue'), meta: { title: 'reports.files.title', budget: 'instructor', requires: 'signed-in' } },
  { path: '/reports/schedules', name: 'report-schedules', component: () => import('./ReportSchedulesPage.vue'), meta: { title: 'reports.schedules.title', budget: 'instructor', requires: 'signed-in' } },
  { path: '/reports/dashboards', name: 'report-dashboards', component: () => import('./DashboardsPage.vue'), meta: { title: 'reports.dashboards.title', budget: 'instructor', requires: 'signed-in' } },
  { path: '/reports/:slug', name: 'report', component: () => import('./ReportPage.vue'), props: true, meta: { title: 'reports.title', budget: 'instructor', requires: 'signed-in', locales: ['report-studio'] } },
];
