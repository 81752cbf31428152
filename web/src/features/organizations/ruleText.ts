import { useI18n } from '../../core/i18n';
import type { Leaf, Rule } from './types';

export interface Labelled { label: string | null }

/** A condition as one line of the editor. */
export interface Line {
  leaf: Leaf;
  isNot: boolean;
}

/** A rule as the editor shows it: lines that all hold, or one of which does. Null for what is nested deeper. */
export function toLines(rule: Rule): { match: 'all' | 'any'; lines: Line[] } | null {
  const match = 'any' in rule ? 'any' : 'all';
  const parts = 'any' in rule ? rule.any : 'all' in rule ? rule.all : [rule];
  const lines = parts.map(part => lineOf(part));
  return lines.every(line => line !== null) ? { match, lines } : null;
}

function lineOf(part: Rule): Line | null {
  if ('fact' in part)
    return { leaf: part, isNot: false };
  return 'not' in part && 'fact' in part.not ? { leaf: part.not, isNot: true } : null;
}

/** The rule that the lines mean. */
export function fromLines(match: 'all' | 'any', lines: readonly Line[]): Rule {
  const parts: Rule[] = lines.map(({ leaf, isNot }) => isNot ? { not: leaf } : leaf);
  return match === 'any' ? { any: parts } : { all: parts };
}

/** Says a rule in the reader's words; `labels` are the server's names of what each condition asks for, in reading order. */
export function useRuleText(): (rule: Rule, labels: readonly Labelled[]) => string {
  const { t } = useI18n();

  function ofLeaf(leaf: Leaf, label: string | null | undefined): string {
    const value = label ?? t('organizations.rule.words.gone');
    return leaf.fact === 'unit' && leaf.below !== false
      ? t('organizations.rule.words.unit_below', { value })
      : t(`organizations.rule.words.${leaf.fact}`, { value });
  }

  return (rule, labels) => {
    let at = 0;
    function say(part: Rule, isInner: boolean): string {
      if ('fact' in part)
        return ofLeaf(part, labels[at++]?.label);
      if ('not' in part)
        return t('organizations.rule.words.not', { what: say(part.not, true) });
      const key = 'all' in part ? 'organizations.rule.words.and' as const : 'organizations.rule.words.or' as const;
      const parts = 'all' in part ? part.all : part.any;
      const text = parts.map(one => say(one, true)).reduce((first, second) => t(key, { first, second }));
      return isInner && parts.length > 1 ? `(${text})` : text;
    }
    return say(rule, false);
  };
}
