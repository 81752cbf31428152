import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

/** Puts the text of src/app/boot.js in the head, word for word, so that its hash is constant. */
export function bootScript(): Plugin {
  const file = new URL('../src/app/boot.js', import.meta.url);
  return {
    name: 'edusync:boot-script',
    transformIndexHtml: () => [
      { tag: 'script', children: readFileSync(file, 'utf8'), injectTo: 'head-prepend' },
    ],
  };
}
