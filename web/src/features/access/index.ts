export { default as PersonPicker } from './PersonPicker.vue';
