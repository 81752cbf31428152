/** A block as the server keeps it; fields beyond these depend on its type. */
export interface EditorBlock {
  id: string;
  type: string;
  [field: string]: unknown;
}

export interface EditorDocument {
  version: number;
  blocks: EditorBlock[];
}

export type SaveState = 'saved' | 'saving' | 'unsaved' | 'offline' | 'conflict';

/** A person of this site as far as an editor needs to name them. */
export interface NamedPerson { display_name: string }

export function emptyDocument(): EditorDocument {
  return { version: 1, blocks: [] };
}
