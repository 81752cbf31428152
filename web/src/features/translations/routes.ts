import type { FeatureRoute } from '../../app/routes';

export const routes: FeatureRoute[] = [
  { path: '/teach/:slug/translations', name: 'translations', component: () => import('./TranslationsPage.vue'), props: true, meta: { title: 'translations.title', budget: 'instructor', requires: 'signed-in', locales: ['studio-frame'] } },
  { path: '/teach/:slug/translations/:language', name: 'translation', component: () => import('./TranslationPage.vue'), props: true, meta: { title: 'translations.title', budget: 'instructor', requires: 'signed-in', locales: ['studio-frame'] } },
];
