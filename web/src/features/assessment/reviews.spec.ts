import { describe, expect, it } from 'vitest';
import { firstLater, phases } from './reviews';
import type { Review } from './types';

const nothing: Review = { points: false, responses: true, correctness: false, feedback: false, key: false };
const score: Review = { ...nothing, points: true };
const everything: Review = { points: true, responses: true, correctness: true, feedback: true, key: true };

describe('what a learner is told and when', () => {
  it('says once what always holds', () => {
    expect(phases({ just_after: score, while_open: score })).toEqual([{ phase: 'always', review: score }]);
    expect(phases({ just_after: score, while_open: score, closed: everything }).map(one => one.phase)).toEqual(['just_after', 'while_open', 'closed']);
  });
  it('knows when more comes', () => {
    expect(firstLater({ just_after: nothing, while_open: nothing, closed: everything }, nothing)).toBe('closed');
    expect(firstLater({ just_after: nothing, while_open: score }, nothing)).toBe('while_open');
    expect(firstLater({ just_after: everything, while_open: score }, everything)).toBeUndefined();
  });
});
