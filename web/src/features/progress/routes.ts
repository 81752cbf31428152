import type { FeatureRoute } from '../../app/routes';

export const routes: FeatureRoute[] = [
  { path: '/my-learning/time', name: 'my-time', component: () => import('./MyTimePage.vue'), meta: { title: 'progress.title', budget: 'learner', requires: 'signed-in' } },
  { path: '/my-learning/time/:slug', name: 'course-time', component: () => import('./CourseTimePage.vue'), props: true, meta: { title: 'progress.course_title', budget: 'learner', requires: 'signed-in' } },
  { path: '/teach/:slug/learners/:enrollmentId/time', name: 'learner-time', component: () => import('./LearnerTimePage.vue'), props: true, meta: { title: 'progress.hours.title', budget: 'instructor', requires: 'role:instructor|admin|manager|assistant|author' } },
];
