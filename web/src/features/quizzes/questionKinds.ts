import { kindsWithParts } from './kinds';
import type { Answer, Option, Question, QuestionKind } from './types';

/** What the menu offers: first those that are asked most. */
const FIRST: readonly QuestionKind[] = ['single_choice', 'multiple_choice', 'true_false', 'dropdown', 'text', 'numerical', 'formula'];
export const offeredKinds: readonly QuestionKind[] = [...FIRST, ...(Object.keys(kindsWithParts) as QuestionKind[]).filter(kind => !FIRST.includes(kind))];

export const kindIcons: Record<string, string> = {
  ...Object.fromEntries(Object.entries(kindsWithParts).map(([name, kind]) => [name, kind.icon])),
  single_choice: 'i-lucide-circle-dot',
  multiple_choice: 'i-lucide-square-check',
  dropdown: 'i-lucide-chevrons-up-down',
  text: 'i-lucide-text-cursor-input',
  numerical: 'i-lucide-hash',
  formula: 'i-lucide-sigma',
};

let last = 0;

/** A name for the page's own use. */
export function newKey(): string {
  last += 1;
  return `q${last}`;
}

export function emptyOption(html = '', weight = '0'): Option {
  return { html, weight, feedback: '' };
}

export function emptyAnswer(kind: QuestionKind): Answer {
  if (kind === 'numerical')
    return { value: '', tolerance: '', weight: '1', feedback: '' };
  if (kind === 'formula')
    return { formula: '', weight: '1', feedback: '' };
  return { text: '', is_pattern: false, weight: '1', feedback: '' };
}

export function isChoice(kind: QuestionKind): boolean {
  return kind === 'single_choice' || kind === 'multiple_choice' || kind === 'dropdown';
}

/** A new question of the kind, ready to be written. */
export function newQuestion(kind: QuestionKind): Question {
  const written = { answers: [emptyAnswer(kind)], ...(kind === 'formula' ? { variables: { x: [1, 10] as [number, number] } } : {}) };
  return {
    key: newKey(),
    uuid: null,
    kind,
    title: '',
    points: '1',
    stem: { version: 1, blocks: [] },
    settings: kindsWithParts[kind]?.settings() ?? (isChoice(kind) ? {} : written),
    feedback_correct: '',
    feedback_incorrect: '',
    explanation: '',
    hints: [],
    options: isChoice(kind) ? [emptyOption('', '1'), emptyOption(), emptyOption()] : [],
  };
}
