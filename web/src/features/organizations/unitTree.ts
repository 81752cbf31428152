import type { Unit } from './types';

/** A unit where it stands in the tree as shown. */
export interface TreeRow {
  unit: Unit;
  level: number;
  /** Place among its siblings, from 0. */
  at: number;
  siblings: number;
  hasChildren: boolean;
}

function childrenByParent(units: readonly Unit[]): Map<number | null, Unit[]> {
  const ids = new Set(units.map(unit => unit.id));
  const children = new Map<number | null, Unit[]>();
  for (const unit of units) {
    // A person of one unit sees that one without what is above it.
    const parent = unit.parent_id !== null && ids.has(unit.parent_id) ? unit.parent_id : null;
    children.set(parent, [...children.get(parent) ?? [], unit]);
  }
  for (const list of children.values())
    list.sort((a, b) => a.position - b.position || a.id - b.id);
  return children;
}

/** The rows of the tree from top to bottom; what is below a closed unit is left out. */
export function treeRows(units: readonly Unit[], closed: ReadonlySet<number> = new Set()): TreeRow[] {
  const children = childrenByParent(units);
  const rows: TreeRow[] = [];
  function add(parent: number | null, level: number): void {
    const list = children.get(parent) ?? [];
    list.forEach((unit, at) => {
      rows.push({ unit, level, at, siblings: list.length, hasChildren: children.has(unit.id) });
      if (!closed.has(unit.id))
        add(unit.id, level + 1);
    });
  }
  add(null, 1);
  return rows;
}

/** The unit and all below it. */
export function branchIds(units: readonly Unit[], id: number): Set<number> {
  const found = new Set([id]);
  for (const row of treeRows(units)) {
    if (row.unit.parent_id !== null && found.has(row.unit.parent_id))
      found.add(row.unit.id);
  }
  return found;
}

export interface Place { parentId: number | null; position: number }
export type Direction = 'up' | 'down' | 'out' | 'in';

/** Where one step takes a unit; null where there is no such place. */
export function stepFrom(units: readonly Unit[], id: number, direction: Direction): Place | null {
  const rows = treeRows(units);
  const row = rows.find(found => found.unit.id === id);
  if (!row)
    return null;
  const parentId = row.unit.parent_id;
  const siblings = rows.filter(found => found.unit.parent_id === parentId);
  switch (direction) {
    case 'up': return row.at > 0 ? { parentId, position: row.at - 1 } : null;
    case 'down': return row.at < row.siblings - 1 ? { parentId, position: row.at + 1 } : null;
    case 'in': {
      const above = siblings[row.at - 1];
      return above ? { parentId: above.unit.id, position: rows.filter(found => found.unit.parent_id === above.unit.id).length } : null;
    }
    case 'out': {
      const parent = rows.find(found => found.unit.id === parentId);
      return parent ? { parentId: parent.unit.parent_id, position: parent.at + 1 } : null;
    }
  }
}
