import type { FeatureRoute } from '../../app/routes';

export const routes: FeatureRoute[] = [
  { path: '/teach/:slug/accessibility', name: 'course-accessibility', component: () => import('./CourseAccessibilityPage.vue'), props: true, meta: { title: 'accessibility.title', budget: 'instructor', requires: 'signed-in', locales: ['studio-frame'] } },
  { path: '/manage/accessibility', name: 'accessibility', component: () => import('./AccessibilityPage.vue'), meta: { title: 'accessibility.title', budget: 'instructor', requires: 'can:courses:category:manage', locales: ['manage', 'studio-frame'] } },
];
