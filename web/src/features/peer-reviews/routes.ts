import type { FeatureRoute } from '../../app/routes';

export const routes: FeatureRoute[] = [
  { path: '/reviews/:uuid', name: 'peer-review', component: () => import('./PeerReviewPage.vue'), props: true, meta: { title: 'peer-reviews.title', budget: 'learner', requires: 'signed-in', locales: ['assignments'] } },
  { path: '/marking/:assignmentId(\\d+)/reviews', name: 'peer-plan', component: () => import('./PeerPlanPage.vue'), props: true, meta: { title: 'peer-reviews.staff_title', budget: 'instructor', requires: 'signed-in', locales: ['assignments'] } },
];
