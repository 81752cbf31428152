// @vitest-environment node
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { featureNames, mergeMessages, readLocales, type Messages } from './texts.ts';

const source = fileURLToPath(new URL('../src', import.meta.url));

function flatten(messages: Messages, prefix = ''): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [key, value] of Object.entries(messages)) {
    if (typeof value === 'string')
      flat.set(prefix + key, value);
    else
      flatten(value, `${prefix}${key}.`).forEach((text, name) => flat.set(name, text));
  }
  return flat;
}

function readOne(folder: string, locale: string): Messages {
  return JSON.parse(readFileSync(join(folder, 'locales', `${locale}.json`), 'utf8')) as Messages;
}

const english: Messages = readLocales(source, 'en');
for (const feature of featureNames())
  english[feature] = readLocales(join(source, 'features', feature), 'en');
const known = flatten(english);

const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter(name => /\.(vue|ts)$/.test(name) && !name.endsWith('.spec.ts'))
  .map(name => ({ name, text: readFileSync(join(source, name), 'utf8') }));

const USED = /(?<![\w.])\$?t\(\s*(?:'([\w.-]+)'|[\w.]+ \? '([\w.-]+)' : '([\w.-]+)')|<i18n-t[^>]*keypath="([\w.-]+)"|title: '([a-z_]+\.[\w.]+)'/g;
const USED_PREFIX = /(?<![\w.])\$?t\(\s*`([\w.-]+)\.\$\{/g;

describe('texts', () => {
  it.each(files)('$name uses only keys that exist in English', ({ text }) => {
    const used = [...text.matchAll(USED)].flatMap(match => match.slice(1).filter(key => key !== undefined));
    expect(used.filter(key => !known.has(key))).toEqual([]);
    const prefixes = [...text.matchAll(USED_PREFIX)].map(match => `${match[1]}.`);
    expect(prefixes.filter(prefix => ![...known.keys()].some(key => key.startsWith(prefix)))).toEqual([]);
  });

  const present = featureNames().map(name => ({ name, folder: join(source, 'features', name) }));
  it.each([{ name: 'core', folder: source }, ...present])('$name is complete in Tamil', ({ folder }) => {
    const wanted = [...flatten(readOne(folder, 'en')).keys()];
    const tamil = flatten(readOne(folder, 'ta'));
    expect(wanted.filter(key => !tamil.get(key))).toEqual([]);
  });

  const placeholders = (text: string) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(match => match[1]))].sort();
  const translated = [{ name: 'core', folder: source }, ...featureNames().map(name => ({ name, folder: join(source, 'features', name) }))]
    .flatMap(({ name, folder }) => readdirSync(join(folder, 'locales')).filter(file => file !== 'en.json').map(file => ({ name, folder, locale: file.replace('.json', '') })));
  it.each(translated)('$name in $locale has no key and no value that English lacks', ({ folder, locale }) => {
    const base = flatten(readOne(folder, 'en'));
    for (const [key, text] of flatten(readOne(folder, locale))) {
      expect(base.has(key), key).toBe(true);
      expect(placeholders(base.get(key)!), key).toEqual(expect.arrayContaining(placeholders(text)));
    }
  });
});

describe('problems of the server', () => {
  const apps = fileURLToPath(new URL('../../edusync', import.meta.url));
  const problemFiles = readdirSync(apps)
    .map(app => join(apps, app, 'problems.py'))
    .filter(file => existsSync(file));
  const codes = problemFiles.flatMap(file => [...readFileSync(file, 'utf8').matchAll(/^ {4}code = "([a-z-]+)"/gm)].map(match => match[1]!));

  it('all have a text for the reader', () => {
    expect(codes.length).toBeGreaterThan(20);
    const texts = [...known.keys()].filter(key => /(?:^|\.)problem\./.test(key)).map(key => key.split('.').at(-1));
    expect(codes.filter(code => !texts.includes(code))).toEqual([]);
  });
});

describe('mergeMessages', () => {
  it('takes what a translation lacks from English', () => {
    const merged = mergeMessages({ a: 'A', deep: { b: 'B', c: 'C' } }, { deep: { b: 'β' } });
    expect(merged).toEqual({ a: 'A', deep: { b: 'β', c: 'C' } });
  });
});
