import { textOfMarkup } from '../../core/inertMarkup';
import type { Wording } from './api';

/** A wording as plain text, a line for each part, to be compared with another one. */
export function wordsOf(question: Wording['question']): string {
  const lines: string[] = [];
  collect(question.stem, lines);
  for (const option of question.options ?? [])
    lines.push(`${Number(option.weight) > 0 ? '✓' : '–'} ${textOfMarkup(option.html)}`);
  collect(question.settings, lines);
  for (const text of [question.explanation, question.feedback_correct, question.feedback_incorrect, ...question.hints ?? []])
    lines.push(textOfMarkup(text ?? ''));
  return lines.filter(line => line.trim()).join('\n');
}

const SKIPPED = new Set(['id', 'key', 'match_key', 'type', 'version', 'scoring', 'kind']);

function collect(value: unknown, lines: string[]): void {
  if (Array.isArray(value))
    value.forEach(one => collect(one, lines));
  else if (typeof value === 'object' && value !== null)
    Object.entries(value).filter(([name]) => !SKIPPED.has(name)).forEach(([, one]) => collect(one, lines));
  else if (typeof value === 'string')
    lines.push(textOfMarkup(value));
  else if (typeof value === 'number' || typeof value === 'boolean')
    lines.push(String(value));
}
