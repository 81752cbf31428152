/** What a file is to people, told by its media type. */
export type FileKind = 'image' | 'video' | 'audio' | 'document' | 'other';

export const fileKinds: readonly FileKind[] = ['image', 'video', 'audio', 'document', 'other'];

export function kindOf(mediaType: string): FileKind {
  const half = mediaType.split('/')[0];
  if (half === 'image' || half === 'video' || half === 'audio')
    return half;
  if (half === 'text' || /pdf|rtf|document|sheet|presentation|word|excel|powerpoint|epub/.test(mediaType))
    return 'document';
  return 'other';
}

const icons: Record<FileKind, string> = {
  image: 'i-lucide-image',
  video: 'i-lucide-film',
  audio: 'i-lucide-audio-lines',
  document: 'i-lucide-file-text',
  other: 'i-lucide-file',
};

export function iconOf(mediaType: string): string {
  return icons[kindOf(mediaType)];
}

/** The kinds that an `accept` list asks for, as the list of files is asked for them; empty where it asks for any. */
export function kindsOfAccept(accept: string | undefined): string {
  const kinds = new Set((accept ?? '').split(',').map(part => part.trim()).filter(Boolean).map(part => kindOf(part.replace('/*', '/x'))));
  return kinds.has('other') ? '' : [...kinds].join(',');
}
