import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** Which feature imports which, read from the sources. */
function featureImports(): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const file of readdirSync('src/features', { recursive: true, encoding: 'utf8' }).filter(name => /\.(?:ts|vue)$/.test(name))) {
    const [feature = '', ...rest] = file.split('/');
    const uses = found.get(feature) ?? new Set<string>();
    found.set(feature, uses);
    const up = '../'.repeat(rest.length);
    for (const [, path = ''] of readFileSync(`src/features/${file}`, 'utf8').matchAll(/(?:from|import\()\s*'([^']+)'/g)) {
      const name = path.startsWith(up) ? path.slice(up.length).split('/')[0]! : '';
      if (name && name !== '..' && name !== feature)
        uses.add(name);
    }
  }
  return found;
}

/** A way from the feature back to itself, or nothing. */
function cycle(graph: Map<string, Set<string>>, start: string, way: string[] = [start]): string[] | undefined {
  for (const next of graph.get(way.at(-1)!) ?? []) {
    if (next === start)
      return [...way, next];
    const found = way.includes(next) ? undefined : cycle(graph, start, [...way, next]);
    if (found)
      return found;
  }
  return undefined;
}

describe('features', () => {
  const graph = featureImports();

  it('are read at all', () => {
    expect(graph.get('learning')).toContain('courses');
    expect(cycle(new Map([['a', new Set(['b'])], ['b', new Set(['a'])]]), 'a')).toEqual(['a', 'b', 'a']);
  });

  it('do not import each other in a circle', () => {
    expect([...graph.keys()].map(feature => cycle(graph, feature)).filter(Boolean)).toEqual([]);
  });
});
