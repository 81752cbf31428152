import { describe, expect, it } from 'vitest';
import { instantOf, wallTime } from './zonedTime';

describe('times of a zone', () => {
  it.each([
    ['2026-03-03T00:00', 'Asia/Kolkata', '2026-03-02T18:30:00.000Z'],
    ['2026-07-01T09:00', 'America/New_York', '2026-07-01T13:00:00.000Z'],
    ['2026-01-01T09:00', 'America/New_York', '2026-01-01T14:00:00.000Z'],
    ['2026-03-29T03:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
  ])('%s in %s', (wall, zone, instant) => {
    expect(instantOf(wall, zone)).toBe(instant);
    expect(wallTime(instant, zone)).toBe(wall);
  });
});
