// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { firstIconNames, icons, shapesOf } from './icons.ts';

describe('icons of the first load', () => {
  const names = firstIconNames();

  it('are those of core, kit and the pages of learners', () => {
    expect(names).toEqual(expect.arrayContaining(['search', 'loader-circle', 'play']));
    expect(names).not.toContain('merge');
  });

  it('can all be drawn', () => {
    const load = icons().load as (id: string) => string;
    const bodies = JSON.parse(load('\0virtual:edusync-first-icons').replace('export default ', '')) as Record<string, unknown[]>;
    expect(Object.keys(bodies)).toEqual(names);
    expect(Object.values(bodies).every(shapes => shapes.length > 0)).toBe(true);
  });

  it('are elements without what all lines have in common', () => {
    expect(shapesOf('<g fill="none" stroke="currentColor"><path d="M1 1"/><circle cx="2" fill="currentColor"/></g><path stroke-width="2" d="M3 3"/>')).toEqual([
      ['g', {}, [['path', { d: 'M1 1' }], ['circle', { cx: '2', fill: 'currentColor' }]]],
      ['path', { d: 'M3 3' }],
    ]);
  });
});
