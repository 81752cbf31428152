import type { QuizResponse } from './types';

/** Whether a response says anything. */
export function isGiven(response: QuizResponse | null): boolean {
  return Object.values(response ?? {}).some(says);
}

function says(value: unknown): boolean {
  if (typeof value === 'string')
    return value.trim() !== '';
  if (typeof value === 'object' && value !== null)
    return Array.isArray(value) ? value.length > 0 : Object.values(value).some(says);
  return typeof value === 'boolean';
}

/** Whether it is written letter by letter, so that saving may wait for the next one. */
export function isWritten(response: QuizResponse): boolean {
  return 'text' in response || 'gaps' in response;
}
