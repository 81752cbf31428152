import { describe, expect, it } from 'vitest';
import type { Unit } from './types';
import { branchIds, stepFrom, treeRows } from './unitTree';

function unit(id: number, parent: number | null, position: number): Unit {
  return { id, uuid: String(id), parent_id: parent, name: `U${id}`, code: '', kind: 'department', position, is_active: true, people: 0, row_version: 1 };
}

// 1 > (3 > 5, 4), 2
const units = [unit(4, 1, 1), unit(2, null, 1), unit(1, null, 0), unit(3, 1, 0), unit(5, 3, 0)];

describe('treeRows', () => {
  it('goes from top to bottom with levels and places', () => {
    expect(treeRows(units).map(row => [row.unit.id, row.level, row.at, row.siblings])).toEqual([[1, 1, 0, 2], [3, 2, 0, 2], [5, 3, 0, 1], [4, 2, 1, 2], [2, 1, 1, 2]]);
  });

  it('leaves out what is below a closed unit', () => {
    expect(treeRows(units, new Set([1])).map(row => row.unit.id)).toEqual([1, 2]);
  });

  it('puts units whose parent is not seen at the top', () => {
    expect(treeRows([unit(5, 3, 0)]).map(row => row.level)).toEqual([1]);
  });
});

describe('branchIds', () => {
  it('holds the unit and all below', () => {
    expect(branchIds(units, 1)).toEqual(new Set([1, 3, 4, 5]));
    expect(branchIds(units, 2)).toEqual(new Set([2]));
  });
});

describe('stepFrom', () => {
  it.each([
    [3, 'down', { parentId: 1, position: 1 }],
    [3, 'up', null],
    [4, 'up', { parentId: 1, position: 0 }],
    [4, 'in', { parentId: 3, position: 1 }],
    [3, 'in', null],
    [3, 'out', { parentId: null, position: 1 }],
    [5, 'out', { parentId: 1, position: 1 }],
    [1, 'out', null],
    [2, 'in', { parentId: 1, position: 2 }],
    [99, 'up', null],
  ] as const)('%i %s', (id, direction, place) => {
    expect(stepFrom(units, id, direction)).toEqual(place);
  });
});
