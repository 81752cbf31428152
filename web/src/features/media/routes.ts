import type { FeatureRoute } from '../../app/routes';

export const routes: FeatureRoute[] = [
  { path: '/teach/:slug/files', name: 'course-files', component: () => import('./CourseFilesPage.vue'), props: true, meta: { title: 'media.course_title', budget: 'instructor', requires: 'signed-in', locales: ['studio-frame'] } },
  { path: '/manage/files', name: 'manage-files', component: () => import('./ManageFilesPage.vue'), meta: { title: 'media.title', budget: 'instructor', requires: 'can:files:file:manage', locales: ['manage'] } },
];
