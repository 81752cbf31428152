import texts from 'virtual:edusync-texts';
import { recall, remember } from '../storage';
import { i18n, mergeMessages } from './engine';
import { findLanguage } from './languages';

export { i18n, installI18n, setTimeZone, useI18n } from './engine';
export { directionOf } from './direction';
export { languages, findLanguage } from './languages';
export type { Language } from './languages';

const wanted = new Set<string>();
const loaded = new Set<string>();

/** The texts of a language, or of one of its features that has a file of its own. */
async function loadTexts(code: string, feature = ''): Promise<void> {
  const name = `${code}/${feature}`;
  const language = loaded.has(name) ? undefined : await texts[code]?.();
  const found = feature ? await language?.parts[feature]?.() : language;
  if (!found)
    return;
  mergeMessages(code, found.default);
  loaded.add(name);
}

/** Loads what these features need beyond the learner's texts; it stays loaded when the language changes. */
export async function loadFeatureTexts(features: readonly string[]): Promise<void> {
  for (const feature of features)
    wanted.add(feature);
  const locale = i18n.locale.value;
  await Promise.all(features.map(feature => loadTexts(locale, feature)));
}

/** Loads a part of a page together with the words that only it needs. */
export function withTexts<T>(features: readonly string[], load: () => Promise<T>): () => Promise<T> {
  return async () => (await Promise.all([load(), loadFeatureTexts(features)]))[0];
}

/** Words for what went wrong, unless those for this code are there. What cannot be fetched is said in the server's words, or in general ones. */
export async function loadProblemTexts(code = ''): Promise<void> {
  if (!i18n.te(`problem.${code}`))
    await loadFeatureTexts(['problem']).catch(() => undefined);
}

/** Switches the language of the page, its direction, and remembers it on this device. */
export async function setLocale(code: string): Promise<void> {
  const language = findLanguage(code);
  await Promise.all([
    loadTexts(language.code),
    ...[...wanted].map(feature => loadTexts(language.code, feature)),
  ]);
  i18n.locale.value = language.code;
  document.documentElement.lang = language.code;
  document.documentElement.dir = language.dir;
  remember('locale', language.code);
  // So that the page shell preloads the texts of this language next time.
  document.cookie = `edusync_locale=${language.code}; path=/; max-age=31536000; samesite=lax`;
}

/** What this device chose, else the first language of the browser that we have. */
export function preferredLocale(): string {
  return findLanguage(recall('locale') ?? navigator.language).code;
}
