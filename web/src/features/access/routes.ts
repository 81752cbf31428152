import type { FeatureRoute } from '../../app/routes';

export const routes: FeatureRoute[] = [
  { path: '/manage/sign-in', name: 'manage-sign-in', component: () => import('./SignInRulesPage.vue'), meta: { title: 'access.sign_in.title', budget: 'instructor', requires: 'can:identity:sign-in:manage', locales: ['manage'] } },
  { path: '/manage/roles', name: 'manage-roles', component: () => import('./RolesPage.vue'), meta: { title: 'access.roles.title', budget: 'instructor', requires: 'can:identity:role:read', locales: ['manage'] } },
  { path: '/manage/roles/table', name: 'manage-roles-table', component: () => import('./RolesTablePage.vue'), meta: { title: 'access.roles.table.title', budget: 'instructor', requires: 'can:identity:role:read', locales: ['manage'] } },
  { path: '/manage/roles/:id', name: 'manage-role', component: () => import('./RoleEditorPage.vue'), props: true, meta: { title: 'access.roles.title', budget: 'instructor', requires: 'can:identity:role:read', locales: ['manage'] } },
  { path: '/manage/api-keys', name: 'manage-api-keys', component: () => import('./ApiKeysPage.vue'), meta: { title: 'access.api_keys.title', budget: 'instructor', requires: 'can:identity:api-key:manage', locales: ['manage'] } },
  { path: '/manage/provisioning', name: 'manage-provisioning', component: () => import('./ProvisioningPage.vue'), meta: { title: 'access.provisioning.title', budget: 'instructor', requires: 'can:identity:provisioning:manage', locales: ['manage'] } },
  { path: '/account/api-keys', name: 'my-api-keys', component: () => import('./MyApiKeysPage.vue'), meta: { title: 'access.api_keys.mine', budget: 'learner', requires: 'signed-in' } },
  { path: '/manage/sign-in/providers/:id', name: 'manage-identity-provider', component: () => import('./IdentityProviderPage.vue'), props: true, meta: { title: 'access.providers.title', budget: 'instructor', requires: 'can:identity:sign-in:manage', locales: ['manage'] } },
  { path: '/manage/applications', name: 'manage-applications', component: () => import('./ApplicationsPage.vue'), meta: { title: 'access.applications.title', budget: 'instructor', requires: 'can:identity:application:manage', locales: ['manage'] } },
  { path: '/manage/applications/:id', name: 'manage-application', component: () => import('./ApplicationPage.vue'), props: true, meta: { title: 'access.applications.title', budget: 'instructor', requires: 'can:identity:application:manage', locales: ['manage'] } },
];
