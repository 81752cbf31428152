import type { RouteRecordRaw } from 'vue-router';

declare module 'vue-router' {
  interface RouteMeta {
    /** Message key of the page's title. A page may refine it with `usePageTitle`. */
    title?: string;
    /** Weight class, see `npm run budget`. */
    budget?: 'public' | 'learner' | 'instructor';
    /** Who may open it: everyone when absent. */
    requires?: 'signed-in' | 'signed-out' | `role:${string}` | `can:${string}`;
    /** Key of the switchable feature the page belongs to: for whom it is off there is no such page. */
    flag?: string;
    /** `site` (bar and foot) when absent, `focus` (bar only), `bare` (nothing around). */
    layout?: 'site' | 'focus' | 'bare';
    /** Other features whose texts and parts the page shows. */
    locales?: string[];
    /** Set by the router: the feature the page belongs to. */
    feature?: string;
  }
}

/** A feature's page: flat list, absolute paths, one lazily loaded component each. */
export type FeatureRoute = RouteRecordRaw;

const modules = import.meta.glob<FeatureRoute[]>('../features/*/routes.ts', { eager: true, import: 'routes' });

export const featureRoutes: RouteRecordRaw[] = Object.entries(modules)
  .flatMap(([file, routes]) => {
    const feature = file.split('/').at(-2)!;
    return routes.map(route => ({ ...route, meta: { ...route.meta, feature } }) as RouteRecordRaw);
  })
  // The catch-all of the errors feature must come last.
  .sort((a, b) => Number(a.path.includes('(.*)')) - Number(b.path.includes('(.*)')));
