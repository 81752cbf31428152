import { defineAsyncComponent } from 'vue';

export { cellText, isNumber, labelText } from './cellText';
/** A chart with its numbers; the library of charts comes when one is drawn. */
export const ChartFigure = defineAsyncComponent(() => import('./ChartFigure.vue'));
