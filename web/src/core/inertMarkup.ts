import { h, render } from 'vue';

/**
 * Markup as a tree that can run and load nothing: the content of a `<template>` belongs to a document without a window.
 * Vue writes it, because the site lets nobody else turn text into markup (a parser of the browser is refused).
 */
export function parseInert(html: string): DocumentFragment {
  const holder = document.createElement('div');
  render(h('template', { innerHTML: html }), holder);
  const template = holder.firstElementChild as HTMLTemplateElement;
  return template.content;
}

/** The words of markup. */
export function textOfMarkup(html: string): string {
  return parseInert(html).textContent ?? '';
}
