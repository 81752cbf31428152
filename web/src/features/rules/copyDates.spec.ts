import { describe, expect, it } from 'vitest';
import { daysFrom, laterBy } from './copyDates';

describe('dates of a copy', () => {
  it('count whole days, also over the change of clocks and back in time', () => {
    expect(daysFrom('2026-03-28', '2026-03-30')).toBe(2);
    expect(daysFrom('2026-03-01', '2026-02-27')).toBe(-2);
    expect(laterBy('2024-02-28', 366)).toBe('2025-02-28');
  });

  it('come back to the same day', () => {
    for (const days of [-400, -1, 0, 1, 365])
      expect(daysFrom('2026-10-24', laterBy('2026-10-24', days))).toBe(days);
  });
});
