export interface Language {
  code: string;
  /** The language's name in itself. */
  label: string;
  dir: 'ltr' | 'rtl';
}

export const languages: readonly Language[] = [
  { code: 'en', label: 'English', dir: 'ltr' },
  { code: 'ta', label: 'தமிழ்', dir: 'ltr' },
  { code: 'ar', label: 'العربية', dir: 'rtl' },
];

export function findLanguage(code: string): Language {
  const wanted = code.toLowerCase();
  return languages.find(language => language.code === wanted)
    ?? languages.find(language => wanted.startsWith(`${language.code}-`))
    ?? languages[0]!;
}
