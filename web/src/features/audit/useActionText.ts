import { useI18n } from '../../core/i18n';

/** Words for an action such as `identity.role.granted`; the code itself where nobody wrote words yet. */
export function useActionText() {
  const { t, te } = useI18n();
  return (action: string): string => {
    const key = `audit.actions.${action.replaceAll(/[.-]/g, '_')}`;
    return te(key) ? t(key) : action;
  };
}
