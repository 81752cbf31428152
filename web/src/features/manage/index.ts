export { default as ManageFrame } from './ManageFrame.vue';
