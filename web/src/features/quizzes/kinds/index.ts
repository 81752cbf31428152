import { defineAsyncComponent, type Component } from 'vue';
import type { QuestionSettings } from '../types';

/** A kind of question whose answers have parts: what its folder tells in `kind.ts`. */
export interface KindWithParts {
  /** A name of a bundled icon, in full. */
  icon: string;
  /** What a new question of the kind begins with. */
  settings: () => QuestionSettings;
  /** Its editor shows the picture of the question. */
  takesStem?: boolean;
}

const told = import.meta.glob<KindWithParts>('./*/kind.ts', { eager: true, import: 'default' });
const editors = import.meta.glob<Component>('./*/EditParts.vue', { import: 'default' });

export const kindsWithParts: Readonly<Record<string, KindWithParts>> = Object.fromEntries(
  Object.entries(told).map(([file, kind]) => [file.split('/')[1]!, kind]),
);

const made = new Map<string, Component>();

/** Where such a question is written. */
export function editorOf(kind: string): Component | null {
  const load = editors[`./${kind}/EditParts.vue`];
  if (load && !made.has(kind))
    made.set(kind, defineAsyncComponent(load));
  return made.get(kind) ?? null;
}
