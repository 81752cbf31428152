import type { FeatureRoute } from '../../app/routes';

export const routes: FeatureRoute[] = [
  { path: '/my-notes', name: 'my-notes', component: () => import('./MyNotesPage.vue'), meta: { title: 'notes.my_notes', budget: 'learner', requires: 'signed-in' } },
];
