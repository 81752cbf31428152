import type { FeatureRoute } from '../../app/routes';

const requires = 'role:instructor|admin|manager|auditor|assistant|author';

export const routes: FeatureRoute[] = [
  { path: '/teach/:slug/quizzes/:quiz(\\d+)/doctor', name: 'quiz-doctor', component: () => import('./QuizDoctorPage.vue'), props: true, meta: { title: 'doctor.title', budget: 'instructor', requires, locales: ['doctor', 'studio-frame', 'quizzes'] } },
];
