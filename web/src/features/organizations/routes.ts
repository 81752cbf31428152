import type { FeatureRoute } from '../../app/routes';

export const routes: FeatureRoute[] = [
  { path: '/manage/organization', name: 'manage-organization', component: () => import('./OrganizationPage.vue'), meta: { title: 'organizations.own.title', budget: 'instructor', requires: 'can:identity:organization:manage', locales: ['manage'] } },
  { path: '/manage/organizations', name: 'manage-organizations', component: () => import('./OrganizationsPage.vue'), meta: { title: 'organizations.all.title', budget: 'instructor', requires: 'can:operations:site:manage', locales: ['manage'] } },
  { path: '/manage/units', name: 'manage-units', component: () => import('./UnitsPage.vue'), meta: { title: 'organizations.units.title', budget: 'instructor', requires: 'can:identity:unit:manage', locales: ['manage'] } },
  { path: '/manage/terms', name: 'manage-terms', component: () => import('./TermsPage.vue'), meta: { title: 'organizations.terms.title', budget: 'instructor', requires: 'can:identity:term:manage', locales: ['manage'] } },
  { path: '/manage/groups', name: 'manage-groups', component: () => import('./GroupsPage.vue'), meta: { title: 'organizations.groups.title', budget: 'instructor', requires: 'can:identity:group:manage', locales: ['manage'] } },
  { path: '/manage/groups/:id', name: 'manage-group', component: () => import('./GroupPage.vue'), meta: { title: 'organizations.groups.title', budget: 'instructor', requires: 'can:identity:group:manage', locales: ['manage'] } },
];
