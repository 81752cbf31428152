import { describe, expect, it } from 'vitest';
import { placesInOrder, placeState, type NamedPlace } from './usePlaces';

function place(course_slug: string, status: NamedPlace['status'], more: Partial<NamedPlace> = {}): NamedPlace {
  return {
    id: 1, uuid: '', course_id: 1, course_slug, course_title: course_slug, learner_id: 1, status, percent: 0, seconds: 0, last_lesson_id: null, enrolled_at: '', last_access_at: null,
    completed_at: null, attempt_number: 1, cohort: null, due_at: null, expires_at: null, rejection_reason: '', approval_requested_at: null, offer: null, ...more,
  };
}

describe('placesInOrder', () => {
  it('puts offers first and what is over last', () => {
    const offer = { id: 7, expires_at: '2026-11-28T12:00:00Z' };
    const rows = placesInOrder([place('a', 'expired'), place('b', 'pending'), place('c', 'waitlisted'), place('d', 'waitlisted', { offer }), place('e', 'paused')]);
    expect(rows.map(row => [row.place.course_slug, row.state])).toEqual([['d', 'offered'], ['c', 'waitlisted'], ['b', 'pending'], ['e', 'paused'], ['a', 'expired']]);
  });

  it('leaves out what is learned now, what was left, and the past of a course taken anew', () => {
    expect(placesInOrder([place('a', 'active'), place('a', 'expired'), place('b', 'withdrawn'), place('c', 'completed')])).toEqual([]);
  });

  it('is an offer only while in line', () => {
    expect(placeState(place('a', 'withdrawn', { offer: { id: 1, expires_at: '' } }))).toBeUndefined();
  });
});
