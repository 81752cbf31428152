import type { FeatureRoute } from '../../app/routes';

export const routes: FeatureRoute[] = [
  { path: '/teach/:slug/cohorts', name: 'course-cohorts', component: () => import('./CohortsPage.vue'), props: true, meta: { title: 'cohorts.title', budget: 'instructor', requires: 'role:instructor|admin|manager|assistant|author', locales: ['studio-frame'] } },
  { path: '/teach/:slug/groups', name: 'course-groups', component: () => import('./GroupsPage.vue'), props: true, meta: { title: 'cohorts.groups.title', budget: 'instructor', requires: 'role:instructor|admin|manager|assistant|author', locales: ['studio-frame'] } },
  { path: '/teach/:slug/ways-in', name: 'course-ways-in', component: () => import('./WaysInPage.vue'), props: true, meta: { title: 'cohorts.ways.title', budget: 'instructor', requires: 'role:instructor|admin|manager|assistant|author', locales: ['studio-frame'] } },
  { path: '/teach/:slug/enroll-import', name: 'course-enroll-imports', component: () => import('./ImportsPage.vue'), props: true, meta: { title: 'cohorts.imports.title', budget: 'instructor', requires: 'role:instructor|admin|manager|assistant|author', locales: ['studio-frame'] } },
  { path: '/teach/:slug/enroll-import/:uuid', name: 'course-enroll-import', component: () => import('./ImportPage.vue'), props: true, meta: { title: 'cohorts.imports.title', budget: 'instructor', requires: 'role:instructor|admin|manager|assistant|author', locales: ['studio-frame'] } },
  { path: '/join/:token', name: 'join-course', component: () => import('./JoinPage.vue'), props: true, meta: { title: 'cohorts.join.title', budget: 'public' } },
];
