import type { FeatureRoute } from '../../app/routes';

export const routes: FeatureRoute[] = [
  { path: '/teach/:slug/attendance', name: 'attendance', component: () => import('./AttendancePage.vue'), props: true, meta: { title: 'attendance.title', budget: 'instructor', requires: 'signed-in', locales: ['studio-frame'] } },
  { path: '/teach/:slug/attendance/:session', name: 'attendance-session', component: () => import('./MeetingPage.vue'), props: true, meta: { title: 'attendance.title', budget: 'instructor', requires: 'signed-in', locales: ['studio-frame'] } },
  { path: '/teach/:slug/attendance/:session/code', name: 'attendance-code', component: () => import('./CodePage.vue'), props: true, meta: { title: 'attendance.code.title', budget: 'instructor', requires: 'signed-in', layout: 'bare', locales: ['studio-frame'] } },
  { path: '/checkin', name: 'check-in', component: () => import('./CheckInPage.vue'), meta: { title: 'attendance.checkin.title', budget: 'learner', requires: 'signed-in' } },
];
