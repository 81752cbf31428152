import type { FeatureRoute } from '../../app/routes';

export const routes: FeatureRoute[] = [
  { path: '/teach/:slug/build/:lessonId?', name: 'studio-build', component: () => import('./BuildPage.vue'), props: true, meta: { title: 'studio-frame.sections.build', budget: 'instructor', requires: 'signed-in', locales: ['studio-frame', 'editor', 'lifecycle', 'media', 'quizzes', 'questions', 'assessment', 'marking', 'assignments'] } },
  { path: '/teach/:slug/settings', name: 'studio-settings', component: () => import('./SettingsPage.vue'), props: true, meta: { title: 'studio-frame.sections.settings', budget: 'instructor', requires: 'signed-in', locales: ['studio-frame', 'editor', 'media'] } },
];
