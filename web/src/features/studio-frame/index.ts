export { default as StudioFrame } from './StudioFrame.vue';
export { statusTone } from './statusTone';
export { useQuizOfCourse } from './useQuizOfCourse';
export { useStudioCourse } from './useStudioCourse';
