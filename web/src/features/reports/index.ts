export { cellText, isNumber, labelText } from './cellText';
export { default as ChartFigure } from './ChartFigure.vue';
