export { default as InstantField } from './InstantField.vue';
