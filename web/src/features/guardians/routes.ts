import type { FeatureRoute } from '../../app/routes';

export const routes: FeatureRoute[] = [
  { path: '/family', name: 'children', component: () => import('./ChildrenPage.vue'), meta: { title: 'guardians.home.title', budget: 'learner', requires: 'signed-in' } },
  { path: '/account/family', name: 'family', component: () => import('./FamilyPage.vue'), meta: { title: 'guardians.family.title', budget: 'learner', requires: 'signed-in' } },
  { path: '/manage/guardians', name: 'manage-guardians', component: () => import('./ManageGuardiansPage.vue'), meta: { title: 'guardians.manage.title', budget: 'instructor', requires: 'can:identity:guardian:manage', locales: ['manage', 'access'] } },
];
