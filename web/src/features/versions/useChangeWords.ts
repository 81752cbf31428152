import { useI18n } from '../../core/i18n';
import type { ChangeEntry, ChangeValue } from './types';

/** What changed, as a sentence in the reader's language. */
export function useChangeWords() {
  const { t, te, n } = useI18n();

  function value(given: ChangeValue | undefined): string {
    if (given === null || given === undefined || given === '')
      return t('versions.value.nothing');
    if (typeof given === 'boolean')
      return t(`versions.value.${given}`);
    return typeof given === 'number' ? n(given) : given;
  }

  function field(name: string): string {
    return te(`versions.field.${name}`) ? t(`versions.field.${name}`) : name.replaceAll('_', ' ');
  }

  function named(key: string, scope: string): string {
    return te(`${scope}.${key}`) ? t(`${scope}.${key}`) : key;
  }

  return function words(entry: ChangeEntry): string {
    const { values } = entry;
    const code = entry.code.replaceAll('-', '_');
    const hasBoth = 'field' in values && 'old' in values && 'new' in values;
    const key = hasBoth && te(`versions.change.${code}_from`) ? `versions.change.${code}_from` : `versions.change.${code}`;
    if (!te(key))
      return entry.code;
    const told: Record<string, string | number> = {};
    for (const [name, given] of Object.entries(values))
      told[name] = value(given);
    if (typeof values.field === 'string')
      told.field = field(values.field);
    if (typeof values.part === 'string')
      told.part = named(values.part, 'versions.part');
    if (typeof values.type === 'string')
      told.type = named(values.type, 'versions.block');
    const count = typeof values.number === 'number' ? values.number : undefined;
    return code === 'page_changed' ? t(key, told, count) : t(key, told);
  };
}
