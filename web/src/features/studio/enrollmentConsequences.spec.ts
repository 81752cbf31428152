import { describe, expect, it } from 'vitest';
import { enrollmentConsequences, type EnrollmentValues } from './enrollmentConsequences';

const open: EnrollmentValues = {
  access: 'open', capacity: null, is_waitlist_on: false, offer_hours: 48, enrollment_opens_at: null, enrollment_closes_at: null, access_days: null, due_days: null, recertify_days: null,
};
const keys = (values: Partial<EnrollmentValues>) => enrollmentConsequences({ ...open, ...values }).map(one => one.key);

describe('enrollmentConsequences', () => {
  it('says only who comes in where nothing else is set', () => {
    expect(keys({})).toEqual(['access_open']);
    expect(keys({ access: 'approval', is_waitlist_on: true })).toEqual(['access_approval']);
  });

  it('tells what a full course does, with and without a line', () => {
    expect(keys({ capacity: 10 })).toEqual(['access_open', 'full_closed']);
    expect(enrollmentConsequences({ ...open, capacity: 10, is_waitlist_on: true }).slice(1)).toEqual([{ key: 'full_line', n: 10 }, { key: 'offer_days', n: 2 }]);
    expect(keys({ capacity: 10, is_waitlist_on: true, offer_hours: 5 })).toContain('offer_hours');
  });

  it('warns when access ends before the work is due', () => {
    expect(keys({ due_days: 30, access_days: 20 })).toContain('access_first');
    expect(keys({ due_days: 20, access_days: 30 })).not.toContain('access_first');
  });

  it('tells the times of enrollment', () => {
    expect(keys({ enrollment_opens_at: '2026-12-01T08:00:00Z' })).toContain('from');
    expect(keys({ enrollment_opens_at: '2026-12-01T08:00:00Z', enrollment_closes_at: '2026-12-05T08:00:00Z' })).toContain('between');
    expect(keys({ enrollment_closes_at: '2026-12-05T08:00:00Z', recertify_days: 365 })).toEqual(['access_open', 'until', 'recertify']);
  });
});
