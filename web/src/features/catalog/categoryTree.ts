import type { Category } from './types';

/** A category where it stands in the tree as shown. */
export interface TreeRow { category: Category; level: number; at: number; siblings: number }
export interface Place { parentId: number | null; position: number }
export type Direction = 'up' | 'down' | 'in' | 'out';

/** Rows from top to bottom. */
export function treeRows(categories: readonly Category[]): TreeRow[] {
  const rows: TreeRow[] = [];
  const add = (parentId: number | null, level: number): void => {
    const list = categories.filter(category => category.parent_id === parentId);
    list.forEach((category, at) => {
      rows.push({ category, level, at, siblings: list.length });
      add(category.id, level + 1);
    });
  };
  add(null, 1);
  return rows;
}

/** The category and all below it. */
export function branchOf(categories: readonly Category[], id: number): Set<number> {
  const found = new Set([id]);
  for (const row of treeRows(categories)) {
    if (row.category.parent_id !== null && found.has(row.category.parent_id))
      found.add(row.category.id);
  }
  return found;
}

/** Where one step takes a category; null where there is no such place. */
export function stepFrom(categories: readonly Category[], id: number, direction: Direction): Place | null {
  const rows = treeRows(categories);
  const row = rows.find(found => found.category.id === id);
  if (!row)
    return null;
  const parentId = row.category.parent_id;
  if (direction === 'up')
    return row.at > 0 ? { parentId, position: row.at - 1 } : null;
  if (direction === 'down')
    return row.at < row.siblings - 1 ? { parentId, position: row.at + 1 } : null;
  if (direction === 'in') {
    const above = rows.find(found => found.category.parent_id === parentId && found.at === row.at - 1);
    return above ? { parentId: above.category.id, position: rows.filter(found => found.category.parent_id === above.category.id).length } : null;
  }
  const parent = rows.find(found => found.category.id === parentId);
  return parent ? { parentId: parent.category.parent_id, position: parent.at + 1 } : null;
}

/** Where a category goes that is dropped before, after or into another one; null where it cannot. */
export function dropPlace(categories: readonly Category[], id: number, target: number, where: 'before' | 'after' | 'into'): Place | null {
  if (branchOf(categories, id).has(target))
    return null;
  const rows = treeRows(categories);
  const row = rows.find(found => found.category.id === target);
  if (!row)
    return null;
  const below = (parentId: number | null) => rows.filter(found => found.category.parent_id === parentId && found.category.id !== id);
  if (where === 'into')
    return { parentId: target, position: below(target).length };
  const at = below(row.category.parent_id).findIndex(found => found.category.id === target);
  return { parentId: row.category.parent_id, position: where === 'before' ? at : at + 1 };
}
