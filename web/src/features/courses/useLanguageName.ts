import { useI18n } from '../../core/i18n';

/** Says the name of a language by its code. */
export function useLanguageName() {
  const { locale } = useI18n();
  return (code: string): string => {
    try {
      return new Intl.DisplayNames([locale.value], { type: 'language' }).of(code) ?? code;
    }
    catch {
      return code;
    }
  };
}
