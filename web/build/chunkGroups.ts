/**
 * Few files on the first load: what every page needs is one vendor and one kit chunk beside the
 * entry, one more for pages with forms. What several pages of one feature share is one chunk too.
 */
interface ChunkGroup {
  name: string | ((id: string) => string | null);
  test?: RegExp;
  tags?: ('$initial')[];
  priority: number;
  minShareCount?: number;
  debugName?: string;
}

const FRAMEWORK = /node_modules[\\/](@vue[\\/]|vue[\\/]|vue-router|pinia|@pinia)/;

/** What pages with a form need, as one chunk. */
const FORMS = /src[\\/](ui[\\/](AppForm|AppField|AppSelect|AppSwitch|PasswordInput)|core[\\/]forms)|valibot|@nuxt[\\/]ui[\\/]dist[\\/]runtime[\\/]components[\\/](Form|FormField|Input|Textarea)\.vue/;

function featureChunk(id: string): string | null {
  const feature = /src[\\/]features[\\/]([a-z-]+)[\\/]/.exec(id)?.[1];
  return feature ? `feature-${feature}` : null;
}

export const chunkGroups: ChunkGroup[] = [
  { name: 'vendor', test: /rolldown[\\/:]runtime/, priority: 60 },
  { name: 'vendor', test: FRAMEWORK, tags: ['$initial'], priority: 50 },
  { name: 'kit', test: /node_modules|virtual:nuxt-ui|src[\\/](ui|core)[\\/]/, tags: ['$initial'], priority: 40 },
  { name: 'forms', test: FORMS, priority: 30 },
  { name: 'blocks', test: /src[\\/]ui[\\/]blocks[\\/]/, priority: 25 },
  { name: 'blocks', test: /src[\\/]ui[\\/]blocks[\\/]/, minShareCount: 2, priority: 30 },
  { name: featureChunk, debugName: 'features', test: /src[\\/]features[\\/]/, minShareCount: 2, priority: 20 },
];
