import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

export interface Messages {
  [key: string]: string | Messages;
}

/** Features that only staff opens, or that are opened seldom: their texts and icons come with their pages and are no weight elsewhere. */
export const STAFF_FEATURES: readonly string[] = [
  'teaching', 'integrations', 'operations', 'flags', 'reports', 'report-studio', 'research',
  'manage', 'people', 'organizations', 'access', 'account', 'guardians', 'privacy', 'audit',
  'studio', 'studio-frame', 'editor', 'lifecycle', 'versions', 'rules', 'media', 'translations', 'accessibility', 'exchange', 'quizzes', 'questions', 'doctor', 'assignments', 'peer-reviews', 'marking', 'catalog', 'assessment', 'attempts', 'credentials', 'notes', 'enrollment', 'seats', 'settings', 'arrival', 'news', 'progress', 'cohorts', 'insights', 'gradebook', 'grades', 'attendance', 'exams', 'invigilation', 'home', 'calendar', 'search', 'lesson-dates', 'voice', 'print',
];

/** Features whose texts are files of their own: those, a page that most visits never see, and what stands far below on another. */
export const SEPARATE_TEXTS: readonly string[] = [...STAFF_FEATURES, 'landing', 'course-reviews'];

/** Words for what went wrong, of all features: a file of its own, fetched with the first problem. */
export const PROBLEM_TEXTS = 'problem';
/** Those that come with the page all the same: what happens when nothing more can be fetched, or to everybody. */
const FIRST_PROBLEMS = ['offline', 'unknown', 'internal-error', 'unavailable', 'not-found', 'forbidden', 'not-authenticated', 'rate-limited', 'rate-limited-until'];

const INDEX = 'virtual:edusync-texts';
const source = fileURLToPath(new URL('../src', import.meta.url));

/** `over` wins; what it lacks comes from `under`. */
export function mergeMessages(under: Messages, over: Messages): Messages {
  const merged: Messages = { ...under };
  for (const [key, value] of Object.entries(over)) {
    const base = merged[key];
    merged[key] = typeof value === 'object' && typeof base === 'object' ? mergeMessages(base, value) : value;
  }
  return merged;
}

export function readLocales(folder: string, locale: string): Messages {
  const read = (name: string): Messages => {
    const file = join(folder, 'locales', `${name}.json`);
    return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) as Messages : {};
  };
  return mergeMessages(read('en'), read(locale));
}

export function featureNames(): string[] {
  return readdirSync(join(source, 'features')).filter(name => existsSync(join(source, 'features', name, 'locales', 'en.json'))).sort();
}

export function localeNames(): string[] {
  return readdirSync(join(source, 'locales')).map(name => name.replace('.json', '')).sort();
}

/** Everything a learner can meet in one language, complete: what is not translated is English. */
function learnerTexts(locale: string): Messages {
  const texts = readLocales(source, locale);
  texts[PROBLEM_TEXTS] = Object.fromEntries(Object.entries(texts[PROBLEM_TEXTS] ?? {}).filter(([code]) => FIRST_PROBLEMS.includes(code)));
  for (const feature of featureNames().filter(name => !SEPARATE_TEXTS.includes(name)))
    texts[feature] = readLocales(join(source, 'features', feature), locale);
  return texts;
}

function staffTexts(feature: string, locale: string): Messages {
  if (feature === PROBLEM_TEXTS)
    return { [feature]: readLocales(source, locale)[feature] ?? {} };
  return { [feature]: readLocales(join(source, 'features', feature), locale) };
}

function loaders(names: readonly string[], folder: string): string {
  return `{${names.map(name => `'${name}': () => import('${folder}/${name}')`).join(',\n')}}`;
}

/** The texts of one language, and how to load those of its features: the page knows only the languages, not all files of all. */
function languageModule(locale: string): string {
  const separate = [PROBLEM_TEXTS, ...featureNames().filter(name => SEPARATE_TEXTS.includes(name))];
  return `${messagesModule(learnerTexts(locale))}\nexport const parts = ${loaders(separate, `${INDEX}/${locale}`)}`;
}

function messagesModule(messages: Messages): string {
  return `export default JSON.parse(${JSON.stringify(JSON.stringify(messages))})`;
}

/**
 * Texts as modules: `virtual:edusync-texts/ta` is one file with all a learner needs, so that a
 * page loads one, not one per feature and a fallback; `virtual:edusync-texts/ta/teaching` is a
 * staff feature's.
 */
export function texts(): Plugin {
  return {
    name: 'edusync:texts',
    resolveId: id => id === INDEX || id.startsWith(`${INDEX}/`) ? `\0${id}` : undefined,
    load(id) {
      if (id === `\0${INDEX}`)
        return `export default ${loaders(localeNames(), INDEX)}`;
      if (!id.startsWith(`\0${INDEX}/`))
        return;
      const [locale = 'en', feature] = id.slice(INDEX.length + 2).split('/');
      return feature ? messagesModule(staffTexts(feature, locale)) : languageModule(locale);
    },
    configureServer(server) {
      server.watcher.on('change', (file) => {
        if (!/[\\/]locales[\\/][A-Za-z-]+\.json$/.test(file))
          return;
        server.moduleGraph.invalidateAll();
        server.ws.send({ type: 'full-reload' });
      });
    },
  };
}
