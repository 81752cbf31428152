import type { HLJSApi, LanguageFn } from 'highlight.js';

const loaders: Record<string, () => Promise<{ default: LanguageFn }>> = {
  python: () => import('highlight.js/lib/languages/python'),
  javascript: () => import('highlight.js/lib/languages/javascript'),
  sql: () => import('highlight.js/lib/languages/sql'),
  bash: () => import('highlight.js/lib/languages/bash'),
  json: () => import('highlight.js/lib/languages/json'),
  xml: () => import('highlight.js/lib/languages/xml'),
  css: () => import('highlight.js/lib/languages/css'),
  r: () => import('highlight.js/lib/languages/r'),
};
const aliases: Record<string, string> = { py: 'python', js: 'javascript', ts: 'javascript', sh: 'bash', shell: 'bash', html: 'xml' };

let core: Promise<HLJSApi> | undefined;

/** Colored HTML of a piece of code, escaped by the highlighter; null for a language it does not know. */
export async function highlight(code: string, language: string): Promise<string | null> {
  const name = aliases[language] ?? language;
  const load = loaders[name];
  if (!load || code.length > 50_000)
    return null;
  core ??= import('highlight.js/lib/core').then(module => module.default);
  const [hljs, grammar] = await Promise.all([core, load()]);
  if (!hljs.getLanguage(name))
    hljs.registerLanguage(name, grammar.default);
  return hljs.highlight(code, { language: name }).value;
}
