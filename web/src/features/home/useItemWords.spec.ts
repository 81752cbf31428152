import { describe, expect, it } from 'vitest';
import type { CalendarItem } from './types';
import { daysOf } from './useItemWords';

const item = (starts_at: string, ends_at: string | null, is_all_day = false) => ({ starts_at, ends_at, is_all_day }) as CalendarItem;

describe('days of an item', () => {
  it('are those of the zone for hours, and the same everywhere for whole days', () => {
    expect(daysOf(item('2026-05-07T20:00:00Z', null), 'Asia/Colombo')).toEqual(['2026-05-08']);
    expect(daysOf(item('2026-05-07T00:00:00Z', '2026-05-09T00:00:00Z', true), 'Pacific/Pago_Pago')).toEqual(['2026-05-07', '2026-05-08']);
  });

  it('do not include one that begins when the item ends', () => {
    expect(daysOf(item('2026-05-07T22:00:00Z', '2026-05-08T00:00:00Z'), 'UTC')).toEqual(['2026-05-07']);
    expect(daysOf(item('2026-05-07T22:00:00Z', '2026-05-08T00:00:01Z'), 'UTC')).toEqual(['2026-05-07', '2026-05-08']);
  });
});
