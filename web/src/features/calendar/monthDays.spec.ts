import { describe, expect, it } from 'vitest';
import { addMonths, inMonth, monthOf, weeksOf } from './monthDays';

describe('days of a month', () => {
  it('shows whole weeks around the month', () => {
    const weeks = weeksOf('2026-05', 1);
    expect(weeks[0]).toEqual(['2026-04-27', '2026-04-28', '2026-04-29', '2026-04-30', '2026-05-01', '2026-05-02', '2026-05-03']);
    expect(weeks.at(-1)?.at(-1)).toBe('2026-05-31');
    expect(weeksOf('2026-05', 7)[0]?.[0]).toBe('2026-04-26');
  });

  it('shows a month that fits four weeks in four', () => {
    expect(weeksOf('2027-02', 1)).toHaveLength(4);
  });

  it('goes over the ends of years and to the last day of shorter months', () => {
    expect(addMonths('2026-12', 1)).toBe('2027-01');
    expect(addMonths('2026-01', -1)).toBe('2025-12');
    expect(inMonth('2026-01-31', '2026-02')).toBe('2026-02-28');
    expect(monthOf('2026-02-28')).toBe('2026-02');
  });
});
