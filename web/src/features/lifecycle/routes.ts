import type { FeatureRoute } from '../../app/routes';

export const routes: FeatureRoute[] = [
  { path: '/teach/:slug/review', name: 'course-review', component: () => import('./ReviewPage.vue'), props: true, meta: { title: 'lifecycle.review.title', budget: 'instructor', requires: 'signed-in', locales: ['studio-frame'] } },
  { path: '/teach/:slug/team', name: 'course-team', component: () => import('./TeamPage.vue'), props: true, meta: { title: 'lifecycle.team.title', budget: 'instructor', requires: 'signed-in', locales: ['studio-frame'] } },
  { path: '/manage/course-reviews', name: 'course-reviews', component: () => import('./QueuePage.vue'), meta: { title: 'lifecycle.queue.title', budget: 'instructor', requires: 'signed-in', locales: ['manage', 'studio-frame'] } },
];
