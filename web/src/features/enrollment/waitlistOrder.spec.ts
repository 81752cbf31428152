import { describe, expect, it } from 'vitest';
import { changesOfMove, LAST_PRIORITY, TOP_PRIORITY, type InLine } from './waitlistOrder';

function line(...priorities: number[]): InLine[] {
  return priorities.map((priority, place) => ({ id: place + 1, priority, joined_at: `2026-11-${String(place + 10)}T08:00:00Z` }));
}

/** The line as the server would show it after the changes. */
function after(rows: InLine[], from: number, to: number): number[] {
  const changes = new Map(changesOfMove(rows, from, to).map(change => [change.id, change.priority]));
  return rows
    .map(row => ({ ...row, priority: changes.get(row.id) ?? row.priority }))
    .sort((one, other) => one.priority - other.priority || one.joined_at.localeCompare(other.joined_at) || one.id - other.id)
    .map(row => row.id);
}

describe('changesOfMove', () => {
  it('brings the last to the front with one change', () => {
    expect(changesOfMove(line(100, 100, 100), 2, 0)).toEqual([{ id: 3, priority: 99 }]);
  });

  it('sends the first to the end with one change', () => {
    expect(changesOfMove(line(100, 100, 100), 0, 2)).toEqual([{ id: 1, priority: 101 }]);
  });

  it('changes nothing when nobody moves', () => {
    expect(changesOfMove(line(100, 100), 1, 1)).toEqual([]);
    expect(changesOfMove([], 0, 3)).toEqual([]);
  });

  it('finds an order also where no lower or higher number is left', () => {
    expect(after(line(0, 0, 0), 2, 0)).toEqual([3, 1, 2]);
    expect(after(line(LAST_PRIORITY, LAST_PRIORITY), 0, 1)).toEqual([2, 1]);
  });

  it('puts everybody where they were dragged, whatever the numbers were', () => {
    const lines = [line(100, 100, 100, 100), line(5, 50, 50, 100), line(0, 1, 2, 3), line(0, 0, 100, 100), line(99, 100, 100, 101)];
    for (const rows of lines) {
      for (let from = 0; from < rows.length; from++) {
        for (let to = 0; to < rows.length; to++) {
          const wanted = rows.map(row => row.id);
          wanted.splice(to, 0, ...wanted.splice(from, 1));
          expect(after(rows, from, to)).toEqual(wanted);
          expect(changesOfMove(rows, from, to).every(change => change.priority >= TOP_PRIORITY && change.priority <= LAST_PRIORITY)).toBe(true);
        }
      }
    }
  });
});
