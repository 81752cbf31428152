import { defineAsyncComponent, type Component } from 'vue';

/** Where a kind of question is answered: `<kind>/AnswerParts.vue` in this folder, loaded when such a question is shown. */
const files = import.meta.glob<Component>('./*/AnswerParts.vue', { import: 'default' });
const made = new Map<string, Component | null>();

export function answerOf(kind: string): Component | null {
  if (!made.has(kind)) {
    const load = files[`./${kind}/AnswerParts.vue`];
    made.set(kind, load ? defineAsyncComponent(load) : null);
  }
  return made.get(kind) ?? null;
}
