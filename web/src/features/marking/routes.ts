import type { FeatureRoute } from '../../app/routes';

export const routes: FeatureRoute[] = [
  { path: '/marking', name: 'marking-list', component: () => import('./MarkingListPage.vue'), meta: { title: 'marking.title', budget: 'instructor', requires: 'signed-in' } },
  { path: '/marking/:assignmentId(\\d+)', name: 'marking', component: () => import('./MarkingPage.vue'), props: true, meta: { title: 'marking.title', budget: 'instructor', requires: 'signed-in', layout: 'focus', locales: ['assignments'] } },
  { path: '/marking/:assignmentId(\\d+)/alike/:submission/:match(\\d+)', name: 'likeness', component: () => import('./LikenessPage.vue'), props: true, meta: { title: 'marking.likeness.title', budget: 'instructor', requires: 'signed-in' } },
  { path: '/rubrics', name: 'rubrics', component: () => import('./RubricsPage.vue'), meta: { title: 'marking.rubrics.title', budget: 'instructor', requires: 'signed-in', locales: ['assignments'] } },
];
