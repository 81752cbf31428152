import { beforeAll, describe, expect, it } from 'vitest';
import { loadFeatureTexts, setLocale } from '../../core/i18n';
import { fromLines, toLines, useRuleText } from './ruleText';
import type { Rule } from './types';

const learner: Rule = { fact: 'role', is: 'learner' };
const physics: Rule = { fact: 'unit', is: 3, below: true };

beforeAll(async () => {
  await setLocale('en');
  await loadFeatureTexts(['organizations']);
});

describe('lines of a rule', () => {
  it.each([
    [{ all: [learner, { not: physics }] }],
    [{ any: [learner, physics] }],
  ] as Rule[][])('say the same rule again', (rule) => {
    const found = toLines(rule!);
    expect(fromLines(found!.match, found!.lines)).toEqual(rule);
  });

  it('takes a single condition', () => {
    expect(toLines(learner)).toEqual({ match: 'all', lines: [{ leaf: learner, isNot: false }] });
  });

  it('leaves nested rules alone', () => {
    expect(toLines({ all: [{ any: [learner, physics] }] })).toBeNull();
    expect(toLines({ not: { all: [learner] } })).toBeNull();
  });
});

describe('words of a rule', () => {
  it('are a sentence with the names of things', () => {
    const say = useRuleText();
    expect(say({ all: [learner, { not: physics }] }, [{ label: 'Learner' }, { label: 'Physics' }])).toBe('the role is Learner and not: the unit is Physics or below');
    expect(say({ all: [learner, { any: [physics, learner] }] }, [{ label: 'A' }, { label: null }, { label: 'B' }])).toBe('the role is A and (the unit is something that is gone or below or the role is B)');
  });
});
