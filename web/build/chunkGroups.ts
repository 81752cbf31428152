/**
 * Few files on the first load: what every page needs is one vendor and one kit chunk beside the
 * entry. What only some routes need is grouped by the set of routes that need it.
 */
interface ChunkGroup {
  name: string;
  test?: RegExp;
  tags?: ('$initial')[];
  priority: number;
  minShareCount?: number;
  entriesAware?: boolean;
  entriesAwareMergeThreshold?: number;
}

const FRAMEWORK = /node_modules[\\/](@vue[\\/]|vue[\\/]|vue-router|vue-i18n|@intlify|pinia|@pinia)/;

export const chunkGroups: ChunkGroup[] = [
  { name: 'vendor', test: FRAMEWORK, tags: ['$initial'], priority: 40 },
  { name: 'kit', tags: ['$initial'], test: /node_modules|src[\\/](ui|core)[\\/]|virtual:nuxt-ui/, priority: 30 },
  {
    name: 'shared',
    test: /node_modules|virtual:nuxt-ui|src[\\/](ui|core)[\\/]/,
    priority: 10,
    minShareCount: 2,
    entriesAware: true,
    entriesAwareMergeThreshold: 40_000,
  },
];
