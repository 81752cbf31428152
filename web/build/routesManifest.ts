import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin, Rolldown } from 'vite';
import { localeNames, readLocales, SEPARATE_TEXTS, type Messages } from './texts.ts';

export interface ParsedRoute {
  /** Path pattern as vue-router writes it: `/courses/:slug`. */
  path: string;
  /** Weight class: `public`, `learner` or `instructor`. */
  budget: string;
  /** Key of the page's chunk in Vite's manifest. */
  entry: string;
  /** Staff features whose texts the page loads beside the learner's. */
  texts: string[];
}

const ROUTE = /path:\s*'([^']+)'([\s\S]*?)import\('([^']+)'\)([\s\S]*?)(?=path:\s*'|$)/g;

/** Reads the flat route list of one feature from its source text. */
export function parseRoutes(source: string, folder: string): ParsedRoute[] {
  return [...source.matchAll(ROUTE)].map(([, path = '', before = '', file = '', after = '']) => {
    const rest = `${before}${after}`;
    const more = /locales:\s*\[([^\]]*)\]/.exec(rest)?.[1] ?? '';
    const names = [basename(folder), ...[...more.matchAll(/'([^']+)'/g)].map(match => match[1] ?? '')];
    return {
      // The text is source: a backslash is written twice there, as in `:id(\\d+)`.
      path: path.replaceAll('\\\\', '\\'),
      budget: /budget:\s*'([^']+)'/.exec(rest)?.[1] ?? 'public',
      entry: posix.join(folder, file),
      texts: [...new Set(names)].filter(name => SEPARATE_TEXTS.includes(name)),
    };
  });
}

type Chunk = Rolldown.OutputChunk;

/** File names of a chunk and all it imports statically, in the order to load them. */
function closure(start: Chunk | undefined, chunks: Map<string, Chunk>): string[] {
  const files = new Set<string>();
  const visit = (chunk: Chunk | undefined) => {
    if (!chunk || files.has(chunk.fileName))
      return;
    files.add(chunk.fileName);
    for (const name of chunk.imports)
      visit(chunks.get(name));
  };
  visit(start);
  return [...files];
}

/** Words of the public pages' first view, which the page shell shows before the scripts run. */
export function firstTexts(source: string, locale: string): Record<string, Record<string, string>> {
  const { hero } = readLocales(`${source}/features/landing`, locale) as { hero: Messages };
  const { title, description } = readLocales(`${source}/features/courses`, locale);
  return {
    '/': { kicker: String(hero.kicker), heading: String(hero.title), lead: String(hero.text) },
    '/courses': { heading: String(title), lead: String(description) },
  };
}

/**
 * Writes `routes.json`: for each route the scripts to preload, and for each language the file of
 * texts. The page shell and the budget test read it.
 */
export function routesManifest(): Plugin {
  const root = fileURLToPath(new URL('..', import.meta.url));
  return {
    name: 'edusync:routes-manifest',
    apply: 'build',
    // After the style sheet, which Vite adds late.
    enforce: 'post',
    generateBundle(_options, bundle) {
      const outputs = Object.values(bundle);
      const chunks = new Map(outputs.filter(output => output.type === 'chunk').map(chunk => [chunk.fileName, chunk]));
      const entry = [...chunks.values()].find(chunk => chunk.isEntry);
      const base = closure(entry, chunks);
      const pageOf = (file: string) => [...chunks.values()].find(chunk => chunk.facadeModuleId === `${root}${file}`);
      const routes = readdirSync(`${root}src/features`).sort()
        .map(name => `src/features/${name}`)
        .filter(folder => existsSync(`${root}${folder}/routes.ts`))
        .flatMap(folder => parseRoutes(readFileSync(`${root}${folder}/routes.ts`, 'utf8'), folder))
        .map((route) => {
          const page = pageOf(route.entry);
          if (!page)
            this.error(`${route.path}: no chunk for ${route.entry}; a route's component must be one import('./Page.vue')`);
          return { ...route, scripts: [...new Set([...base, ...closure(page, chunks)])] };
        });
      const texts = Object.fromEntries([...chunks.values()]
        .filter(chunk => chunk.facadeModuleId?.startsWith('\0virtual:edusync-texts/'))
        .map(chunk => [chunk.facadeModuleId!.slice('\0virtual:edusync-texts/'.length).replace('/', '-'), chunk.fileName]));
      const named = (pattern: RegExp) => outputs.map(output => output.fileName).filter(name => pattern.test(name));
      this.emitFile({
        type: 'asset',
        fileName: 'routes.json',
        source: JSON.stringify({
          entry: entry?.fileName,
          styles: named(/\.css$/),
          fonts: named(/inter-latin-wght-normal.*\.woff2$/),
          texts,
          firstTexts: Object.fromEntries(localeNames().map(locale => [locale, firstTexts(`${root}src`, locale)])),
          routes,
        }, null, 1),
      });
    },
  };
}
