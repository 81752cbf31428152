import { useI18n } from '../../core/i18n';
import type { Decision, Flag } from './flagsApi';

type Tone = 'neutral' | 'success' | 'error' | 'info';

/** A decision in words, as "On for 2 organizations and 10 percent of the others". */
export function useFlagWords() {
  const { t, te, n, locale } = useI18n();
  const listed = (parts: readonly string[]): string => new Intl.ListFormat(locale.value).format(parts);
  const percent = (value: number): string => n(value / 100, { style: 'percent' });

  function ruleWords(decision: Decision, isOn: boolean): string[] {
    const rules = decision.rules.filter(rule => rule.is_on === isOn);
    const organizations = rules.filter(rule => rule.organization !== null).length;
    const roles = rules.length - organizations;
    return [
      ...organizations ? [t('flags.words.organizations', { n: organizations }, organizations)] : [],
      ...roles ? [t('flags.words.roles', { n: roles }, roles)] : [],
    ];
  }

  function rolloutWords(decision: Decision): string {
    const on = ruleWords(decision, true);
    const off = ruleWords(decision, false);
    const share = decision.percent === 0 ? [] : [t(on.length || off.length ? 'flags.words.others' : 'flags.words.people', { percent: percent(decision.percent) })];
    const parts = [...on, ...share];
    const words = parts.length ? t('flags.words.on_for', { whom: listed(parts) }) : t('flags.words.nobody');
    return off.length ? t('flags.words.but_not', { words, whom: listed(off) }) : words;
  }

  function inWords(decision: Decision, byDefault: boolean): string {
    if (decision.state === 'rollout')
      return rolloutWords(decision);
    return decision.state === 'default' ? t(byDefault ? 'flags.words.default_on' : 'flags.words.default_off') : t(`flags.words.${decision.state}`);
  }

  function toneOf(decision: Decision, byDefault: boolean): Tone {
    if (decision.state === 'rollout')
      return 'info';
    if (decision.state === 'off')
      return 'error';
    return decision.state === 'on' || byDefault ? 'success' : 'neutral';
  }

  /** The flag's own words come in English from the code; where this language has its own, those. */
  function about(flag: Flag, fact: 'title' | 'description' | 'removal'): string {
    const key = `flags.known.${flag.key}.${fact}`;
    return te(key) ? t(key) : flag[fact];
  }

  return { inWords, toneOf, about, percent };
}
