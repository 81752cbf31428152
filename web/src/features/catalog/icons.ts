/** Icons a category can carry. Literal names: the build takes along only what it finds in the source. */
export const CATEGORY_ICONS: Record<string, string> = {
  'folder': 'i-lucide-folder',
  'book-open': 'i-lucide-book-open',
  'atom': 'i-lucide-atom',
  'calculator': 'i-lucide-calculator',
  'code': 'i-lucide-code',
  'languages': 'i-lucide-languages',
  'palette': 'i-lucide-palette',
  'music': 'i-lucide-music',
  'heart-pulse': 'i-lucide-heart-pulse',
  'leaf': 'i-lucide-leaf',
  'globe': 'i-lucide-globe',
  'landmark': 'i-lucide-landmark',
  'briefcase': 'i-lucide-briefcase',
  'wrench': 'i-lucide-wrench',
  'graduation-cap': 'i-lucide-graduation-cap',
  'chart-column': 'i-lucide-chart-column',
};

/** The icon of a category; a folder where it has none that this site knows. */
export function iconOf(name: string): string {
  return CATEGORY_ICONS[name] ?? 'i-lucide-folder';
}
