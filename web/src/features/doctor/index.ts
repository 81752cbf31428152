export { default as FlagList } from './FlagList.vue';
