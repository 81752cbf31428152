import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { STAFF_FEATURES } from './texts.ts';

const FIRST = 'virtual:edusync-first-icons';
const source = fileURLToPath(new URL('../src', import.meta.url));
/** The kit draws these by itself: waiting buttons, ticks, closing crosses. */
const KIT = ['loader-circle', 'check', 'minus', 'x', 'chevron-down'];

interface IconSet {
  icons: Record<string, { body: string }>;
  aliases?: Record<string, { parent: string }>;
}

function isForEverybody(file: string): boolean {
  const [folder, feature = ''] = file.split(/[\\/]/);
  return /\.(?:vue|ts)$/.test(file) && !file.endsWith('.spec.ts') && !(folder === 'features' && STAFF_FEATURES.includes(feature));
}

/** Names of the icons that the core, the kit and the pages of visitors and learners name. */
export function firstIconNames(): string[] {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(isForEverybody);
  const named = files.flatMap(file => [...readFileSync(join(source, file), 'utf8').matchAll(/i-lucide-([a-z0-9-]+)/g)].map(match => match[1]!));
  return [...new Set([...KIT, ...named])].sort();
}

type Shape = [name: string, attributes: Record<string, string>, inside?: Shape[]];

const TAG = /<(\/?)(\w+)([^>]*?)(\/?)>/g;
const ATTRIBUTE = /([\w:-]+)="([^"]*)"/g;
/** Set on the whole icon by `src/ui/icons.ts`. */
const COMMON: Record<string, string> = { 'fill': 'none', 'stroke': 'currentColor', 'stroke-linecap': 'round', 'stroke-linejoin': 'round', 'stroke-width': '2' };

/** Markup of an icon as its elements, without what all of them inherit. */
export function shapesOf(body: string): Shape[] {
  const root: Shape[] = [];
  const open = [root];
  for (const [, closes, name = '', text = '', isWhole] of body.matchAll(TAG)) {
    if (closes) {
      open.pop();
      continue;
    }
    const attributes = [...text.matchAll(ATTRIBUTE)].map(([, key = '', value = '']) => [key, value] as const);
    const shape: Shape = [name, Object.fromEntries(attributes.filter(([key, value]) => COMMON[key] !== value))];
    open.at(-1)?.push(shape);
    if (!isWhole)
      open.push(shape[2] = []);
  }
  return root;
}

/** Without one plain group around everything. */
function withoutFrame(shapes: Shape[]): Shape[] {
  const [first] = shapes;
  if (!first || shapes.length > 1)
    return shapes;
  const [name, attributes, inside] = first;
  return name === 'g' && inside && Object.keys(attributes).length === 0 ? inside : shapes;
}

function firstIcons(): Record<string, Shape[]> {
  const file = createRequire(import.meta.url).resolve('@iconify-json/lucide/icons.json');
  const { icons, aliases = {} } = JSON.parse(readFileSync(file, 'utf8')) as IconSet;
  const found = firstIconNames().map(name => [name, (icons[name] ?? icons[aliases[name]?.parent ?? ''])?.body ?? '']);
  return Object.fromEntries(found.filter(([, body]) => body).map(([name, body]) => [name, withoutFrame(shapesOf(body!))]));
}

/** The icons that come with the first load; all others are one file, asked for by the first of them that is drawn. */
export function icons(): Plugin {
  return {
    name: 'edusync:icons',
    resolveId: id => id === FIRST ? `\0${id}` : undefined,
    load: id => id === `\0${FIRST}` ? `export default ${JSON.stringify(firstIcons())}` : undefined,
  };
}
