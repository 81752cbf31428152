/** Weighs what a browser loads first on every route, from the build's routes.json; fails above the limits. */
import { readFileSync, readdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import process from 'node:process';

const LIMITS_KB = { public: 120, learner: 150, instructor: 230 };
const FIRST_LOAD_KB = 200;
const FIRST_LOAD_REQUESTS = 12;
const LAZY_KB = 250;
/** Chunks allowed to be heavier, with the reason. */
const HEAVY = {
  'pdf.worker': 'PDF.js worker, loaded only when a document is opened',
};
/** The page itself, who am I, and two for the page's own data. */
const REQUESTS_BESIDE_FILES = 4;

const dist = process.argv[2] ?? 'dist';
const read = path => JSON.parse(readFileSync(`${dist}/${path}`, 'utf8'));
const { routes, styles, fonts, texts } = read('routes.json');
const languages = Object.keys(texts).filter(name => !name.includes('-'));

const sizes = new Map();
function gzipSize(file) {
  if (!sizes.has(file))
    sizes.set(file, file.endsWith('.woff2') ? readFileSync(`${dist}/${file}`).length : gzipSync(readFileSync(`${dist}/${file}`), { level: 9 }).length);
  return sizes.get(file);
}

const kb = bytes => bytes / 1024;
const failures = [];
const rows = [];

for (const route of routes) {
  for (const locale of languages) {
    const scripts = [...route.scripts, texts[locale], ...route.texts.map(feature => texts[`${locale}-${feature}`])];
    const files = [...scripts, ...styles];
    const js = scripts.reduce((sum, file) => sum + gzipSize(file), 0);
    const rest = [...styles, ...fonts].reduce((sum, file) => sum + gzipSize(file), 0);
    const requests = files.length + fonts.length + REQUESTS_BESIDE_FILES;
    const limit = LIMITS_KB[route.budget];
    if (limit === undefined)
      failures.push(`${route.path}: unknown budget '${route.budget}'`);
    if (kb(js) > limit)
      failures.push(`${route.path} (${locale}): ${kb(js).toFixed(1)} kB of script, limit ${limit} (${route.budget})`);
    if (route.budget !== 'instructor' && kb(js + rest) > FIRST_LOAD_KB)
      failures.push(`${route.path} (${locale}): ${kb(js + rest).toFixed(1)} kB on first load, limit ${FIRST_LOAD_KB}`);
    if (route.budget !== 'instructor' && requests > FIRST_LOAD_REQUESTS)
      failures.push(`${route.path} (${locale}): ${requests} requests on first load, limit ${FIRST_LOAD_REQUESTS}`);
    if (locale === 'en' || process.argv.includes('--all'))
      rows.push([route.path, locale, route.budget, kb(js).toFixed(1), kb(js + rest).toFixed(1), String(requests), scripts.length]);
  }
}

for (const file of readdirSync(`${dist}/assets`).filter(name => /\.m?js$/.test(name))) {
  const size = kb(gzipSize(`assets/${file}`));
  if (size > LAZY_KB && !Object.keys(HEAVY).some(name => file.includes(name)))
    failures.push(`${file}: ${size.toFixed(1)} kB in one chunk, limit ${LAZY_KB}`);
}

const heads = ['route', 'language', 'class', 'script kB', 'first load kB', 'requests', 'scripts'];
for (const row of [heads, ...rows])
  console.log(row.map((cell, index) => index < 1 ? String(cell).padEnd(36) : String(cell).padStart(13)).join(' '));

if (failures.length > 0) {
  console.error(`\n${failures.join('\n')}`);
  process.exit(1);
}
console.log('\nevery route is within its budget');
