import type { FeatureRoute } from '../../app/routes';

export const routes: FeatureRoute[] = [
  { path: '/manage/sign-in', name: 'manage-sign-in', component: () => import('./SignInRulesPage.vue'), meta: { title: 'access.sign_in.title', budget: 'instructor', requires: 'can:identity:sign-in:manage', locales: ['manage'] } },
];
