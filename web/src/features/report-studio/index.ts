export { default as StudioLink } from './StudioLink.vue';
export { default as StudioReports } from './StudioReports.vue';
