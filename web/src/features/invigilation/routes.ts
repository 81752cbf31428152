import type { FeatureRoute } from '../../app/routes';

const requires = 'role:instructor|admin|manager|assistant|author';
const locales = ['studio-frame'];

export const routes: FeatureRoute[] = [
  { path: '/teach/:slug/exams', name: 'course-exams', component: () => import('./CourseExamsPage.vue'), props: true, meta: { title: 'invigilation.title', budget: 'instructor', requires, locales } },
  { path: '/teach/:slug/exams/:quiz(\\d+)', name: 'exam-live', component: () => import('./ExamLivePage.vue'), props: true, meta: { title: 'invigilation.live', budget: 'instructor', requires, locales } },
  { path: '/teach/:slug/exams/:quiz(\\d+)/settings', name: 'exam-settings', component: () => import('./ExamSettingsPage.vue'), props: true, meta: { title: 'invigilation.settings', budget: 'instructor', requires, locales: ['studio-frame', 'rules'] } },
  { path: '/teach/:slug/exams/:quiz(\\d+)/candidates/:session', name: 'exam-candidate', component: () => import('./CandidatePage.vue'), props: true, meta: { title: 'invigilation.candidate', budget: 'instructor', requires, locales } },
  { path: '/teach/:slug/exams/:quiz(\\d+)/candidates/:session/print', name: 'exam-evidence', component: () => import('./EvidencePage.vue'), props: true, meta: { title: 'invigilation.evidence', budget: 'instructor', requires, layout: 'bare' } },
];
