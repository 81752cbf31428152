export { default as AccountFrame } from './AccountFrame.vue';
