import * as v from 'valibot';
import { useI18n } from '../i18n';

export const PASSWORD_MIN_LENGTH = 10;

/** Building blocks of form schemas with messages in the reader's language. */
export function useRules() {
  const { t } = useI18n();
  const required = (max = 150) => v.pipe(v.string(), v.trim(), v.minLength(1, () => t('field.required')), v.maxLength(max, () => t('field.too_long', { n: max })));
  const optional = (max = 150) => v.pipe(v.string(), v.maxLength(max, () => t('field.too_long', { n: max })));
  const email = () => v.pipe(v.string(), v.trim(), v.minLength(1, () => t('field.required')), v.email(() => t('field.email')));
  const anyPassword = () => v.pipe(v.string(), v.minLength(1, () => t('field.required')));
  const newPassword = () => v.pipe(v.string(), v.minLength(PASSWORD_MIN_LENGTH, () => t('field.password_too_short', { n: PASSWORD_MIN_LENGTH })));
  return { required, optional, email, anyPassword, newPassword };
}
