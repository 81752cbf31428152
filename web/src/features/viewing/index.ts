export { default as ViewAsButton } from './ViewAsButton.vue';
