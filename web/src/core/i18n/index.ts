import texts from 'virtual:edusync-texts';
import { createI18n } from 'vue-i18n';
import { compileMessage } from './compileMessage';
import { findLanguage } from './languages';
import { pluralIndex } from './plurals';
import { recall, remember } from '../storage';

export { languages, findLanguage } from './languages';
export type { Language } from './languages';

const pluralRules = Object.fromEntries(
  ['en', 'ta', 'ar'].map(code => [code, (count: number, forms: number) => pluralIndex(code, count, forms)]),
);

export const i18n = createI18n({
  legacy: false,
  locale: 'en',
  fallbackLocale: false,
  // English is merged into every other language at build time, so nothing can be missing here
  // that is not missing everywhere; the test of the locale files reports that.
  missingWarn: false,
  fallbackWarn: false,
  pluralRules,
  messageCompiler: (message, { onError }) => {
    if (typeof message === 'string')
      return compileMessage(message);
    onError?.(new SyntaxError('only text messages are supported') as never);
    return () => '';
  },
});

const STAFF_TEXTS = new Set(Object.keys(texts).flatMap(name => name.split('/')[1] ?? []));
const wanted = new Set<string>();
const loaded = new Set<string>();

/** `name` is a language, or a language and a staff feature: `ta`, `ta/teaching`. */
async function loadTexts(name: string): Promise<void> {
  const load = texts[name];
  if (loaded.has(name) || !load)
    return;
  const { default: messages } = await load();
  i18n.global.mergeLocaleMessage(name.split('/')[0]!, messages);
  loaded.add(name);
}

/** Loads what these features need beyond the learner's texts; it stays loaded when the language changes. */
export async function loadFeatureTexts(features: readonly string[]): Promise<void> {
  const staff = features.filter(name => STAFF_TEXTS.has(name));
  for (const feature of staff)
    wanted.add(feature);
  const locale = i18n.global.locale.value;
  await Promise.all(staff.map(feature => loadTexts(`${locale}/${feature}`)));
}

/** Switches the language of the page, its direction, and remembers it on this device. */
export async function setLocale(code: string): Promise<void> {
  const language = findLanguage(code);
  await Promise.all([
    loadTexts(language.code),
    ...[...wanted].map(feature => loadTexts(`${language.code}/${feature}`)),
  ]);
  i18n.global.locale.value = language.code as 'en';
  document.documentElement.lang = language.code;
  document.documentElement.dir = language.dir;
  remember('locale', language.code);
}

/** What this device chose, else the first language of the browser that we have. */
export function preferredLocale(): string {
  const chosen = recall('locale');
  if (chosen)
    return findLanguage(chosen).code;
  return findLanguage(navigator.language).code;
}
