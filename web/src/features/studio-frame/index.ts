export { default as StudioFrame } from './StudioFrame.vue';
export { statusTone } from './statusTone';
export { useStudioCourse } from './useStudioCourse';
