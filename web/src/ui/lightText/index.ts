export { default as LightField } from './LightField.vue';
export { htmlToLight, lightToInline, lightToParagraphs } from './lightMarkup';
