/**
 * Few files on the first load: libraries, kit and core of every page are one chunk beside the
 * entry, with one more for pages with forms. What several pages of one feature share is one chunk too.
 */
interface ChunkGroup {
  name: string | ((id: string) => string | null);
  test?: RegExp;
  tags?: ('$initial')[];
  priority: number;
  minShareCount?: number;
  debugName?: string;
}

/** What pages with a form need, as one chunk. */
const FORMS = /src[\\/](ui[\\/](AppForm|AppField|PasswordInput)|core[\\/]forms)|valibot|@nuxt[\\/]ui[\\/]dist[\\/]runtime[\\/]components[\\/](Form|FormField|Textarea)\.vue/;

function featureChunk(id: string): string | null {
  const [, feature, file = ''] = /src[\\/]features[\\/]([a-z-]+)[\\/]([\w-]+)/.exec(id) ?? [];
  // Dialogs come when they are opened: what they need must not come with the page.
  return !feature || file.endsWith('Dialog') ? null : `feature-${feature}`;
}

export const chunkGroups: ChunkGroup[] = [
  { name: 'base', test: /node_modules|virtual:nuxt-ui|rolldown[\\/:]runtime|src[\\/](ui|core)[\\/]/, tags: ['$initial'], priority: 40 },
  { name: 'forms', test: FORMS, priority: 30 },
  // Cards of courses and blocks of pages meet on most pages: one request instead of two.
  { name: 'content', test: /src[\\/](ui[\\/]blocks|features[\\/]courses)[\\/]/, minShareCount: 2, priority: 25 },
  { name: featureChunk, debugName: 'features', test: /src[\\/]features[\\/]/, minShareCount: 2, priority: 20 },
];
