import type { FeatureRoute } from '../../app/routes';

export const routes: FeatureRoute[] = [
  { path: '/grades', name: 'grades', component: () => import('./GradesPage.vue'), meta: { title: 'grades.title', budget: 'learner', requires: 'signed-in' } },
  { path: '/grades/:slug', name: 'course-grades', component: () => import('./CourseGradesPage.vue'), props: true, meta: { title: 'grades.title', budget: 'learner', requires: 'signed-in' } },
];
