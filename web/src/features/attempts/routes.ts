import type { FeatureRoute } from '../../app/routes';

const requires = 'role:instructor|admin|manager|auditor|assistant|author';

export const routes: FeatureRoute[] = [
  { path: '/teach/:slug/quizzes', name: 'course-quizzes', component: () => import('./CourseQuizzesPage.vue'), props: true, meta: { title: 'attempts.title', budget: 'instructor', requires, locales: ['studio-frame'] } },
  { path: '/teach/:slug/quizzes/:quiz(\\d+)', name: 'quiz-attempts', component: () => import('./QuizAttemptsPage.vue'), props: true, meta: { title: 'attempts.title', budget: 'instructor', requires, locales: ['studio-frame'] } },
];
