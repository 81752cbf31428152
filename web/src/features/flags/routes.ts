import type { FeatureRoute } from '../../app/routes';

export const routes: FeatureRoute[] = [
  { path: '/manage/flags', name: 'flags', component: () => import('./FlagsPage.vue'), meta: { title: 'flags.title', budget: 'instructor', requires: 'can:operations:site:manage', locales: ['manage'] } },
  { path: '/manage/flags/:flag', name: 'flag', component: () => import('./FlagPage.vue'), props: true, meta: { title: 'flags.title', budget: 'instructor', requires: 'can:operations:site:manage', locales: ['manage'] } },
];
