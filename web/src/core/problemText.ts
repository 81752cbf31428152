import { loadProblemTexts, useI18n } from './i18n';
import type { FieldProblem, Problem } from './api';

const SECONDS_PER_MINUTE = 60;

/** Texts of problems: everybody's, and those that come with the pages on which alone they can happen. */
const PLACES = ['problem', 'manage.problem', 'privacy.problem', 'guardians.problem'];

/** The reader's words for a problem: our text for its code, else the server's own. */
export function useProblemText(): (problem: Problem) => string {
  const { t, te } = useI18n();
  return (problem) => {
    // A problem that an upload met did not come by the usual way.
    void loadProblemTexts(problem.code);
    if (problem.status === 429 && problem.retryAfterSeconds !== undefined) {
      const minutes = Math.ceil(problem.retryAfterSeconds / SECONDS_PER_MINUTE);
      return t('problem.rate-limited-until', { n: minutes }, minutes);
    }
    const key = PLACES.map(place => `${place}.${problem.code}`).find(name => te(name));
    if (key)
      return t(key);
    const general = problem.errors.filter(error => !error.field && error.detail).map(error => error.detail).join(' ');
    return general || problem.detail || problem.title || t('problem.unknown');
  };
}

interface KeptProblem { code?: string; title?: string; detail?: string | null }

/** The same for a problem that a job in the background kept: by its code, else what the server wrote, "" without one. */
export function useKeptProblemText(): (problem: KeptProblem | null | undefined) => string {
  const { t, te } = useI18n();
  return (problem) => {
    if (!problem)
      return '';
    void loadProblemTexts(problem.code);
    const key = PLACES.map(place => `${place}.${problem.code}`).find(name => te(name));
    return key ? t(key) : [problem.title, problem.detail].filter(Boolean).join(' ');
  };
}

/** The same for one field. */
export function useFieldText(): (error: FieldProblem) => string {
  const { t, te } = useI18n();
  return (error) => {
    const key = [`field.${error.code}`, `problem.${error.code}`].find(name => te(name));
    return key ? t(key) : error.detail || t('field.invalid');
  };
}
