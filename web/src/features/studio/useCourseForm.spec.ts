import { describe, expect, it } from 'vitest';
import { changedNames, joined, type CourseValues } from './useCourseForm';

const base = { title: 'One', tagline: '', outcomes: ['a'], capacity: null } as unknown as CourseValues;

describe('two authors at the same settings', () => {
  it('tells what differs', () => {
    expect(changedNames(base, { ...base, title: 'Two', outcomes: ['a'] })).toEqual(['title']);
  });
  it('keeps mine and takes theirs where only they changed', () => {
    const { values, both } = joined(base, { ...base, title: 'Mine' }, { ...base, tagline: 'Theirs' });
    expect(values).toMatchObject({ title: 'Mine', tagline: 'Theirs' });
    expect(both).toEqual([]);
  });
  it('names what both changed', () => {
    expect(joined(base, { ...base, title: 'Mine' }, { ...base, title: 'Theirs' })).toMatchObject({ values: { title: 'Mine' }, both: ['title'] });
    expect(joined(base, { ...base, title: 'Same' }, { ...base, title: 'Same' }).both).toEqual([]);
  });
});
