import { describe, expect, it } from 'vitest';
import { cellText, durationText, isNumber, labelText, type Writer } from './cellText';

const words: Record<string, string> = { 'reports.duration.seconds': '{n} s', 'reports.duration.minutes': '{n} min', 'reports.duration.hours': '{n} h' };
const writer: Writer = {
  t: (key, values) => words[key]!.replace('{n}', String(values.n)),
  n: (value, options) => new Intl.NumberFormat('en', options).format(value),
  d: (value, options) => new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Kolkata', ...options }).format(new Date(value)),
};

describe('durationText', () => {
  it.each([[0, '0 s'], [40, '40 s'], [60, '1 min'], [3599, '1 h'], [12_000, '3 h 20 min'], [450_000, '125 h']])('tells %i seconds in words', (seconds, text) => {
    expect(durationText(seconds, writer)).toBe(text);
  });
});

describe('cellText', () => {
  it.each([
    [45.5, { kind: 'percent' }, '45.5%'],
    [4.256, { kind: 'decimal', places: 2 }, '4.26'],
    [12_345, { kind: 'integer' }, '12,345'],
    ['active', { kind: 'choice', choices: { active: 'Active' } }, 'Active'],
    ['other', { kind: 'choice', choices: {} }, 'other'],
    ['2026-11-27', { kind: 'date' }, '27 Nov 2026'],
    ['2026-11-27T20:00:00Z', { kind: 'datetime' }, '28 Nov 2026, 01:30'],
    [null, { kind: 'integer' }, ''],
    ['Ada', { kind: 'person' }, 'Ada'],
  ])('writes %s', (value, kind, text) => {
    expect(cellText(value, kind, writer)).toBe(text);
  });
});

it('writes days as days, and leaves names alone', () => {
  expect(labelText('2026-11-01', writer)).toBe('1 Nov 2026');
  expect(labelText('Algebra 2026', writer)).toBe('Algebra 2026');
});

it('knows what stands at the end of its cell', () => {
  expect(['integer', 'decimal', 'percent', 'duration', 'text', 'date'].map(kind => isNumber({ kind }))).toEqual([true, true, true, true, false, false]);
});
