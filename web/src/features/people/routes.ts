import type { FeatureRoute } from '../../app/routes';

export const routes: FeatureRoute[] = [
  { path: '/manage/people', name: 'manage-people', component: () => import('./PeoplePage.vue'), meta: { title: 'people.list.title', budget: 'instructor', requires: 'can:identity:person:read', locales: ['manage'] } },
  { path: '/manage/people/duplicates', name: 'people-duplicates', component: () => import('./DuplicatesPage.vue'), meta: { title: 'people.merge.title', budget: 'instructor', requires: 'can:identity:person:merge', locales: ['manage'] } },
  { path: '/manage/people/merge', name: 'people-merge', component: () => import('./MergePage.vue'), meta: { title: 'people.merge.title', budget: 'instructor', requires: 'can:identity:person:merge', locales: ['manage'] } },
  { path: '/manage/people/:id(\\d+)', name: 'manage-person', component: () => import('./PersonPage.vue'), props: true, meta: { title: 'people.person.title', budget: 'instructor', requires: 'can:identity:person:read', locales: ['manage', 'access', 'audit'] } },
  { path: '/manage/invitations', name: 'manage-invitations', component: () => import('./InvitationsPage.vue'), meta: { title: 'people.invitations.title', budget: 'instructor', requires: 'can:identity:person:invite', locales: ['manage'] } },
  { path: '/manage/custom-fields', name: 'custom-fields', component: () => import('./CustomFieldsPage.vue'), meta: { title: 'people.fields.title', budget: 'instructor', requires: 'can:identity:custom-field:manage', locales: ['manage'] } },
  { path: '/manage/people-imports', name: 'people-imports', component: () => import('./PeopleImportsPage.vue'), meta: { title: 'people.imports.title', budget: 'instructor', requires: 'can:identity:person:import', locales: ['manage'] } },
  { path: '/manage/people-imports/:uuid', name: 'people-import', component: () => import('./PeopleImportPage.vue'), props: true, meta: { title: 'people.imports.title', budget: 'instructor', requires: 'can:identity:person:import', locales: ['manage'] } },
];
