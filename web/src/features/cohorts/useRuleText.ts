import { useI18n } from '../../core/i18n';
import type { Rule } from './api';

/** A rule as a sentence: whom it brings. */
export function useRuleText() {
  const { t } = useI18n();
  return (rule: Pick<Rule, 'kind' | 'target_name' | 'value'>): string => {
    if (rule.kind === 'everybody')
      return t('cohorts.rules.who.everybody');
    if (rule.kind === 'email_domain')
      return t('cohorts.rules.who.email_domain', { name: rule.value });
    return t(`cohorts.rules.who.${rule.kind}`, { name: rule.target_name ?? t('cohorts.rules.gone') });
  };
}
