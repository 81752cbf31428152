import { describe, expect, it } from 'vitest';
import { groupOf, treeOf, type RuleTree } from './ruleTree';

const done = (id: number): RuleTree => ({ type: 'lesson-done', lesson_id: id });

describe('the rows of a rule', () => {
  it('come back as the tree they were', () => {
    const tree: RuleTree = { type: 'any', of: [done(1), { type: 'not', of: [done(2)] }, { type: 'all', of: [done(3), done(4)] }] };
    expect(treeOf(groupOf(tree))).toEqual(tree);
  });

  it('turn the contrary of a group inside out', () => {
    const tree: RuleTree = { type: 'all', of: [{ type: 'not', of: [{ type: 'all', of: [done(1), done(2)] }] }] };
    expect(treeOf(groupOf(tree))).toEqual({ type: 'all', of: [{ type: 'any', of: [{ type: 'not', of: [done(1)] }, { type: 'not', of: [done(2)] }] }] });
  });

  it('drop groups without conditions, and begin empty', () => {
    expect(treeOf(groupOf({ type: 'all', of: [{ type: 'any', of: [] }] }))).toEqual({ type: 'all', of: [] });
    expect(treeOf(groupOf(null))).toEqual({ type: 'all', of: [] });
  });
});
