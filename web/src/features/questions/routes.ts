import type { FeatureRoute } from '../../app/routes';

export const routes: FeatureRoute[] = [
  { path: '/teach/question-banks', name: 'question-banks', component: () => import('./BanksPage.vue'), meta: { title: 'questions.title', budget: 'instructor', requires: 'can:assessment:quiz:manage', locales: ['questions'] } },
  { path: '/teach/question-banks/:bankId', name: 'question-bank', component: () => import('./BankPage.vue'), props: true, meta: { title: 'questions.title', budget: 'instructor', requires: 'can:assessment:quiz:manage', locales: ['questions', 'quizzes'] } },
  { path: '/teach/question-banks/:bankId/alike', name: 'alike-questions', component: () => import('./AlikePage.vue'), props: true, meta: { title: 'questions.alike_title', budget: 'instructor', requires: 'can:assessment:quiz:manage', locales: ['questions', 'quizzes'] } },
  { path: '/teach/question-banks/:bankId/passages', name: 'question-passages', component: () => import('./PassagesPage.vue'), props: true, meta: { title: 'questions.passages', budget: 'instructor', requires: 'can:assessment:quiz:manage', locales: ['questions', 'quizzes', 'editor', 'media'] } },
  { path: '/teach/question-banks/:bankId/:uuid', name: 'bank-question', component: () => import('./QuestionPage.vue'), props: true, meta: { title: 'questions.question', budget: 'instructor', requires: 'can:assessment:quiz:manage', locales: ['questions', 'quizzes', 'assessment', 'editor', 'media', 'doctor'] } },
];
