import type { Folder } from './api';

export interface Placed extends Folder { depth: number; path: string }

/** The categories in the order of the tree, each with how deep it lies and its path of names. */
export function inTreeOrder(folders: readonly Folder[]): Placed[] {
  const below = (parent: number | null, depth: number, path: string): Placed[] => folders
    .filter(folder => folder.parent_id === parent)
    .flatMap((folder) => {
      const own = path ? `${path} › ${folder.name}` : folder.name;
      return [{ ...folder, depth, path: own }, ...below(folder.id, depth + 1, own)];
    });
  return below(null, 0, '');
}
