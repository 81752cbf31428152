import type { FeatureRoute } from '../../app/routes';

const requires = 'role:instructor|admin|manager|auditor|assistant|author';

export const routes: FeatureRoute[] = [
  { path: '/teach/:slug/quizzes', name: 'course-quizzes', component: () => import('./CourseQuizzesPage.vue'), props: true, meta: { title: 'attempts.title', budget: 'instructor', requires, locales: ['studio-frame'] } },
  { path: '/teach/:slug/quizzes/:quiz(\\d+)', name: 'quiz-attempts', component: () => import('./QuizAttemptsPage.vue'), props: true, meta: { title: 'attempts.title', budget: 'instructor', requires, locales: ['studio-frame'] } },
  { path: '/teach/:slug/quizzes/:quiz(\\d+)/marking/:question?', name: 'mark-answers', component: () => import('./MarkAnswersPage.vue'), props: true, meta: { title: 'attempts.marking.title', budget: 'instructor', requires, locales: ['studio-frame', 'marking'] } },
  { path: '/teach/:slug/quizzes/:quiz(\\d+)/regrade', name: 'regrade-quiz', component: () => import('./RegradePage.vue'), props: true, meta: { title: 'attempts.regrade.title', budget: 'instructor', requires, locales: ['studio-frame'] } },
];
