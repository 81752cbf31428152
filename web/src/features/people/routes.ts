import type { FeatureRoute } from '../../app/routes';

export const routes: FeatureRoute[] = [
  { path: '/manage/people-imports', name: 'people-imports', component: () => import('./PeopleImportsPage.vue'), meta: { title: 'people.imports.title', budget: 'instructor', requires: 'can:identity:person:import', locales: ['manage'] } },
  { path: '/manage/people-imports/:uuid', name: 'people-import', component: () => import('./PeopleImportPage.vue'), props: true, meta: { title: 'people.imports.title', budget: 'instructor', requires: 'can:identity:person:import', locales: ['manage'] } },
];
