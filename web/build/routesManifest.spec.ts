// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { parseRoutes } from './routesManifest.ts';

describe('parseRoutes', () => {
  it('reads path, weight class, page and staff texts of every route', () => {
    const source = `export const routes: FeatureRoute[] = [
      { path: '/a', name: 'a', component: () => import('./APage.vue'), meta: { budget: 'learner' } },
      { path: '/b/:id?', component: () => import('./BPage.vue'), meta: { title: 'x.y', locales: ['teaching'] } },
      { path: '/c/:number(\\\\d+)', component: () => import('./CPage.vue'), meta: { budget: 'instructor' } },
    ];`;
    expect(parseRoutes(source, 'src/features/thing')).toEqual([
      { path: '/a', budget: 'learner', entry: 'src/features/thing/APage.vue', texts: [] },
      { path: '/b/:id?', budget: 'public', entry: 'src/features/thing/BPage.vue', texts: ['teaching'] },
      { path: '/c/:number(\\d+)', budget: 'instructor', entry: 'src/features/thing/CPage.vue', texts: [] },
    ]);
  });
});
