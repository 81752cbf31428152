import { useI18n } from '../../core/i18n';
import type { Finding } from './api';

/** A finding in the reader's language where its code is known, else in the words of the check. */
export function useFindingWords() {
  const { t, te } = useI18n();
  return (finding: Finding): string => te(`lifecycle.finding.${finding.code}`) ? t(`lifecycle.finding.${finding.code}`) : finding.words;
}
