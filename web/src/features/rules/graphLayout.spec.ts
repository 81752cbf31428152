import { describe, expect, it } from 'vitest';
import { layered, type Node } from './graphLayout';

const node = (id: number): Node => ({ id, slug: `c${id}`, title: `Course ${id}`, status: 'published' });

describe('the picture of prerequisites', () => {
  it('puts every course behind all that come before it', () => {
    const places = layered([node(1), node(2), node(3), node(4)], [{ from: 1, to: 2, percent: 100 }, { from: 2, to: 3, percent: 80 }, { from: 1, to: 3, percent: 100 }]);
    const layer = Object.fromEntries(places.map(place => [place.id, place.layer]));
    expect(layer).toEqual({ 1: 0, 2: 1, 3: 2, 4: 0 });
  });

  it('gives every course a place of its own', () => {
    const places = layered([1, 2, 3, 4, 5].map(node), [{ from: 1, to: 4, percent: 1 }, { from: 2, to: 4, percent: 1 }, { from: 3, to: 5, percent: 1 }]);
    expect(new Set(places.map(place => `${place.layer}/${place.row}`)).size).toBe(5);
  });
});
