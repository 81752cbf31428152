// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { firstIconNames, icons } from './icons.ts';

describe('icons of the first load', () => {
  const names = firstIconNames();

  it('are those of core, kit and the pages of learners', () => {
    expect(names).toEqual(expect.arrayContaining(['search', 'loader-circle', 'play']));
    expect(names).not.toContain('merge');
  });

  it('can all be drawn', () => {
    const load = icons().load as (id: string) => string;
    const bodies = JSON.parse(load('\0virtual:edusync-first-icons').replace('export default ', '')) as Record<string, string>;
    expect(Object.keys(bodies)).toEqual(names);
  });
});
