export { default as PersonPicker } from './PersonPicker.vue';
export type { PersonChoice } from './roleTypes';
