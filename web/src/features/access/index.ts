export { default as ViewAsButton } from './ViewAsButton.vue';
export { default as PersonPicker } from './PersonPicker.vue';
