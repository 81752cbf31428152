/** What can be found, in the order of the filters, with its picture. A kind the server adds has the last one. */
export const KIND_ICONS: Readonly<Record<string, string>> = {
  course: 'i-lucide-library',
  module: 'i-lucide-folder',
  lesson: 'i-lucide-book-open',
  quiz: 'i-lucide-circle-help',
  transcript: 'i-lucide-captions',
  note: 'i-lucide-sticky-note',
  file: 'i-lucide-file',
  person: 'i-lucide-user-round',
  group: 'i-lucide-users-round',
  unit: 'i-lucide-network',
};

export const kindIcon = (kind: string): string => KIND_ICONS[kind] ?? 'i-lucide-search';

/** The server's kinds in the order of the filters, unknown ones last. */
export function inOrder(kinds: readonly string[]): string[] {
  const order = Object.keys(KIND_ICONS);
  const place = (kind: string): number => order.includes(kind) ? order.indexOf(kind) : order.length;
  return [...kinds].sort((a, b) => place(a) - place(b));
}

/** Files open as they are, everything else is a page of the site. */
export const isPage = (path: string): boolean => !path.startsWith('/files/');
