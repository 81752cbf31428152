import { describe, expect, it } from 'vitest';
import type { TeachingWaiting } from '../home';
import { waitsByCourse } from './waits';

const row = (slug: string | null, count: number, path: string) => ({ kind: 'answers' as const, count, since: '2026-05-06T08:00:00Z', path, course: slug === null ? null : { slug, title: slug }, about: '' });
const told = (...results: TeachingWaiting['results']): TeachingWaiting => ({ results, row_count: results.length, count: 0 });

describe('what waits by course', () => {
  it('leads to its only page, or to the list of everything', () => {
    const found = waitsByCourse(told(row('a', 2, '/marking/1'), row('b', 1, '/marking/2'), row('a', 3, '/marking/3'), row(null, 9, '/manage'), row('b', 4, '/marking/2')));
    expect([...found]).toEqual([['a', { count: 5, path: '/home' }], ['b', { count: 5, path: '/marking/2' }]]);
  });

  it('says nothing while it is not known, and of a list that was cut', () => {
    expect(waitsByCourse(undefined).size).toBe(0);
    expect(waitsByCourse({ ...told(row('a', 2, '/marking/1')), row_count: 2 }).size).toBe(0);
  });
});
