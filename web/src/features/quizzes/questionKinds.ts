import type { Answer, Option, Question, QuestionKind } from './types';

/** What the menu offers. `true_false` is a single choice that comes with its two choices. */
export const offeredKinds = ['single_choice', 'multiple_choice', 'true_false', 'dropdown', 'text', 'numerical', 'formula'] as const;
export type OfferedKind = typeof offeredKinds[number];

export const kindIcons: Record<OfferedKind, string> = {
  single_choice: 'i-lucide-circle-dot',
  multiple_choice: 'i-lucide-square-check',
  true_false: 'i-lucide-toggle-left',
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

/** A new question of the kind, ready to be written. `words` are the choices of true or false. */
export function newQuestion(kind: OfferedKind, words: { yes: string; no: string }): Question {
  const stored: QuestionKind = kind === 'true_false' ? 'single_choice' : kind;
  const options = kind === 'true_false'
    ? [emptyOption(words.yes, '1'), emptyOption(words.no)]
    : isChoice(stored) ? [emptyOption('', '1'), emptyOption(), emptyOption()] : [];
  return {
    key: newKey(),
    uuid: null,
    kind: stored,
    title: '',
    points: '1',
    stem: { version: 1, blocks: [] },
    settings: isChoice(stored) ? {} : { answers: [emptyAnswer(stored)], ...(stored === 'formula' ? { variables: { x: [1, 10] } } : {}) },
    feedback_correct: '',
    feedback_incorrect: '',
    explanation: '',
    hints: [],
    options,
  };
}
