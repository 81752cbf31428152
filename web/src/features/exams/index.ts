export { default as ExamDesk } from './ExamDesk.vue';
