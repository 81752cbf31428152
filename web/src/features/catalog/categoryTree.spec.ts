import { describe, expect, it } from 'vitest';
import { branchOf, dropPlace, stepFrom, treeRows } from './categoryTree';
import type { Category } from './types';

const make = (id: number, parent_id: number | null, position: number): Category => ({ id, parent_id, position, name: `${id}`, slug: `${id}`, kind: 'subject', icon: '', description: '', course_count: 0 });
const tree = [make(1, null, 0), make(2, null, 1), make(3, 1, 0), make(4, 1, 1), make(5, 3, 0)];

describe('the category tree', () => {
  it('goes from parents to children', () => {
    expect(treeRows(tree).map(row => [row.category.id, row.level])).toEqual([[1, 1], [3, 2], [5, 3], [4, 2], [2, 1]]);
    expect([...branchOf(tree, 1)].sort()).toEqual([1, 3, 4, 5]);
  });

  it('moves by steps', () => {
    expect(stepFrom(tree, 1, 'up')).toBeNull();
    expect(stepFrom(tree, 4, 'up')).toEqual({ parentId: 1, position: 0 });
    expect(stepFrom(tree, 2, 'in')).toEqual({ parentId: 1, position: 2 });
    expect(stepFrom(tree, 5, 'out')).toEqual({ parentId: 1, position: 1 });
    expect(stepFrom(tree, 1, 'out')).toBeNull();
  });

  it('never drops a branch into itself', () => {
    expect(dropPlace(tree, 1, 5, 'into')).toBeNull();
    expect(dropPlace(tree, 2, 3, 'before')).toEqual({ parentId: 1, position: 0 });
    expect(dropPlace(tree, 3, 4, 'after')).toEqual({ parentId: 1, position: 1 });
    expect(dropPlace(tree, 2, 4, 'into')).toEqual({ parentId: 4, position: 0 });
  });
});
