import { useI18n } from '../../core/i18n';
import type { Holder } from './roleTypes';

/** Where an assignment holds, in words. */
export function useScopeText() {
  const { t } = useI18n();
  return (holder: Pick<Holder, 'scope' | 'scope_name' | 'scope_id'>) =>
    holder.scope === 'unit' || holder.scope === 'course'
      ? t(`access.roles.scope_in.${holder.scope}`, { name: holder.scope_name || `#${holder.scope_id}` })
      : t(`access.roles.scope_in.${holder.scope}`);
}
