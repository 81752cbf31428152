import { describe, expect, it } from 'vitest';
import { loadFeatureTexts } from '../../core/i18n';
import type { Decision } from './flagsApi';
import { useFlagWords } from './useFlagWords';

await loadFeatureTexts(['flags']);
const { inWords } = useFlagWords();
const organization = (id: number, is_on = true) => ({ organization: id, role: null, is_on, name: 'School' });
const role = (code: string, is_on = true) => ({ organization: null, role: code, is_on, name: code });
const rollout = (percent: number, ...rules: Decision['rules']): Decision => ({ state: 'rollout', percent, rules });

describe('a decision in words', () => {
  it.each([
    [rollout(10, organization(1), organization(2)), 'On for 2 organizations and 10% of the others'],
    [rollout(25), 'On for 25% of the people'],
    [rollout(0), 'On for nobody'],
    [rollout(0, organization(1), role('instructor')), 'On for 1 organization and 1 role'],
    [rollout(100, role('learner', false)), 'On for 100% of the others; off for 1 role'],
    [{ state: 'off', percent: 50, rules: [role('admin')] } as Decision, 'Off for everybody'],
  ])('%o', (decision, words) => expect(inWords(decision, true)).toBe(words));

  it('says what was delivered until somebody decides', () => {
    const nothing: Decision = { state: 'default', percent: 0, rules: [] };
    expect([inWords(nothing, true), inWords(nothing, false)]).toEqual(['As delivered: on', 'As delivered: off']);
  });
});
