import { expect, it } from 'vitest';
import { directionOf } from './direction';

it('tells the direction of a language, with or without a region', () => {
  expect(directionOf('ar')).toBe('rtl');
  expect(directionOf('fa-AF')).toBe('rtl');
  expect(directionOf('HE')).toBe('rtl');
  expect(directionOf('ta')).toBe('ltr');
  expect(directionOf('art')).toBe('ltr');
});
