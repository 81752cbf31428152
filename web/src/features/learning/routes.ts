import type { FeatureRoute } from '../../app/routes';

export const routes: FeatureRoute[] = [
  { path: '/my-learning', name: 'my-learning', component: () => import('./MyLearningPage.vue'), meta: { title: 'learning.title', budget: 'learner', requires: 'signed-in' } },
  { path: '/learn/:slug/print/:lessonId?', name: 'print', component: () => import('./PrintPage.vue'), props: true, meta: { title: 'learning.print', budget: 'learner', layout: 'bare', locales: ['print'] } },
  { path: '/learn/:slug/:lessonId?', name: 'player', component: () => import('./PlayerPage.vue'), props: true, meta: { title: 'learning.player', budget: 'learner', layout: 'focus' } },
];
