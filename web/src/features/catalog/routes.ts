import type { FeatureRoute } from '../../app/routes';

export const routes: FeatureRoute[] = [
  { path: '/manage/categories', name: 'manage-categories', component: () => import('./CategoriesPage.vue'), meta: { title: 'catalog.categories.title', budget: 'instructor', requires: 'can:courses:category:manage', locales: ['manage'] } },
  { path: '/manage/tags', name: 'manage-tags', component: () => import('./TagsPage.vue'), meta: { title: 'catalog.tags.title', budget: 'instructor', requires: 'can:courses:tag:manage', locales: ['manage'] } },
  { path: '/manage/featured', name: 'manage-featured', component: () => import('./FeaturedPage.vue'), meta: { title: 'catalog.featured.title', budget: 'instructor', requires: 'can:courses:category:manage', locales: ['manage'] } },
  { path: '/manage/ratings', name: 'manage-ratings', component: () => import('./RatingsPage.vue'), meta: { title: 'catalog.ratings.title', budget: 'instructor', requires: 'can:courses:rating:moderate', locales: ['manage'] } },
];
