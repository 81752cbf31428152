import { describe, expect, it } from 'vitest';
import { addDays, dayOf, daysBetween, instantOf, timeOf } from './days';

describe('days of a time zone', () => {
  it('names the day and time that clocks of the zone show', () => {
    expect(dayOf('2026-05-03T20:00:00Z', 'Asia/Colombo')).toBe('2026-05-04');
    expect(timeOf('2026-05-03T20:00:00Z', 'Asia/Colombo')).toBe('01:30');
    expect(timeOf('2026-05-03T00:05:00Z', 'UTC')).toBe('00:05');
  });

  it.each([
    ['2026-05-07', '09:00', 'Asia/Colombo', '2026-05-07T03:30:00.000Z'],
    ['2026-05-07', '00:00', 'Pacific/Kiritimati', '2026-05-06T10:00:00.000Z'],
    ['2026-07-01', '12:00', 'America/New_York', '2026-07-01T16:00:00.000Z'],
    ['2026-01-01', '12:00', 'America/New_York', '2026-01-01T17:00:00.000Z'],
  ])('finds the instant of %s %s in %s', (day, time, zone, instant) => {
    expect(instantOf(day, time, zone).toISOString()).toBe(instant);
  });

  it('takes the later time for one that a clock change leaves out, the first of one that comes twice', () => {
    expect(instantOf('2026-03-08', '02:30', 'America/New_York').toISOString()).toBe('2026-03-08T07:30:00.000Z');
    expect(instantOf('2026-11-01', '01:30', 'America/New_York').toISOString()).toBe('2026-11-01T05:30:00.000Z');
  });

  it('counts days over the ends of months', () => {
    expect(addDays('2026-02-27', 2)).toBe('2026-03-01');
    expect(addDays('2026-03-01', -1)).toBe('2026-02-28');
    expect(daysBetween('2026-02-27', '2026-03-02')).toBe(3);
  });
});
