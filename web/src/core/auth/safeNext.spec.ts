import { describe, expect, it } from 'vitest';
import { safeNext } from './safeNext';

describe('safeNext', () => {
  it('keeps paths of this site', () => {
    expect(safeNext('/courses/python?tab=outline#m1')).toBe('/courses/python?tab=outline#m1');
  });

  it.each(['https://evil.example', '//evil.example', '/\\evil.example', '/a\\b', 'javascript:alert(1)', '', undefined, ['/a'], '/\t/evil.example'])('refuses %o', (value) => {
    expect(safeNext(value)).toBe('/home');
  });
});
