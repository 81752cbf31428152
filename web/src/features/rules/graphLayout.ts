export interface Node { id: number; slug: string; title: string; status: string }
export interface Edge { from: number; to: number; percent: number }
export interface Place extends Node { layer: number; row: number }

/** Courses in layers: each to the right of all that come before it; within a layer near those they follow. */
export function layered(nodes: readonly Node[], edges: readonly Edge[]): Place[] {
  const before = new Map<number, number[]>(nodes.map(node => [node.id, []]));
  for (const edge of edges)
    before.get(edge.to)?.push(edge.from);
  const layers = new Map<number, number>();
  function layerOf(id: number): number {
    const known = layers.get(id);
    if (known !== undefined)
      return known;
    layers.set(id, 0);
    const layer = Math.max(-1, ...(before.get(id) ?? []).filter(one => before.has(one)).map(layerOf)) + 1;
    layers.set(id, layer);
    return layer;
  }
  const places: Place[] = [];
  const rows = new Map<number, number>();
  const columns = groupBy(nodes, node => layerOf(node.id));
  for (const layer of [...columns.keys()].sort((one, other) => one - other)) {
    const middle = (node: Node) => average((before.get(node.id) ?? []).map(id => rows.get(id) ?? 0));
    const column = [...columns.get(layer)!].sort((one, other) => middle(one) - middle(other) || one.title.localeCompare(other.title));
    column.forEach((node, row) => {
      rows.set(node.id, row);
      places.push({ ...node, layer, row });
    });
  }
  return places;
}

function average(values: number[]): number {
  return values.length ? values.reduce((sum, value) => sum + value, 0) / values.length : 0;
}

function groupBy<T>(items: readonly T[], key: (item: T) => number): Map<number, T[]> {
  const found = new Map<number, T[]>();
  for (const item of items)
    found.set(key(item), [...found.get(key(item)) ?? [], item]);
  return found;
}
