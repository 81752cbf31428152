/**
 * Few files on the first load: the entry holds the libraries, the kit and the core of every page; one
 * chunk more for pages with forms, one for blocks, and one for what several pages of a feature share.
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
const FORMS = /src[\\/](ui[\\/](AppForm|AppField|PasswordInput)|core[\\/]forms)|valibot|@nuxt[\\/]ui[\\/]dist[\\/]runtime[\\/]components[\\/](Form|FormField|Input)\.vue/;

/** One's own place in a course: at home and in the panel of those who have one, not on the way of visitors. */
const OWN_PLACE = /features[\\/]courses[\\/](OfferCard|OwnActs|useOwnActs|useDeadline|timeLeft)/;

function featureChunk(id: string): string | null {
  const [, feature, file = ''] = /src[\\/]features[\\/]([a-z-]+)[\\/]([\w-]+)/.exec(id) ?? [];
  // What is fetched when it is opened or needed stays a file of its own: a page must not carry it, nor the bundler's lines for it.
  return !feature || file.endsWith('Dialog') || file === 'index' || OWN_PLACE.test(id) ? null : `feature-${feature}`;
}

export const chunkGroups: ChunkGroup[] = [
  { name: 'base', tags: ['$initial'], priority: 40 },
  { name: 'forms', test: FORMS, priority: 30 },
  // Few forms have a field of several lines; those that let people in have none.
  { name: 'long-text', test: /components[\\/]Textarea\.vue/, minShareCount: 2, priority: 28 },
  // Blocks of pages. What only films and sounds need comes with them.
  { name: 'blocks', test: /src[\\/](ui[\\/]blocks[\\/](?!EmbedCard)|core[\\/]inertMarkup)/, minShareCount: 2, priority: 25 },
  // The player's outline wants these two of the catalog, not the cards.
  { name: 'lesson-signs', test: /features[\\/]courses[\\/](LessonKindIcon|useReasonText)/, minShareCount: 2, priority: 22 },
  { name: 'light-text', test: /src[\\/]ui[\\/]lightText[\\/]/, minShareCount: 2, priority: 22 },
  // Learners see their own keys of the API, not the rest of that feature.
  { name: 'api-keys', test: /features[\\/]access[\\/](ApiKeyList|ApiKeyRow|apiKeysApi|usePermissionTexts)/, minShareCount: 2, priority: 22 },
  { name: featureChunk, debugName: 'features', test: /src[\\/]features[\\/]/, minShareCount: 2, priority: 20 },
  { name: 'own-place', test: OWN_PLACE, minShareCount: 2, priority: 15 },
];
