export interface Language {
  code: string;
  /** The language's name in itself. */
  label: string;
  dir: 'ltr' | 'rtl';
  /** Written with the digits 0 to 9. */
  hasPlainDigits: boolean;
}

export const languages: readonly Language[] = [
  { code: 'en', label: 'English', dir: 'ltr', hasPlainDigits: true },
  { code: 'ta', label: 'தமிழ்', dir: 'ltr', hasPlainDigits: true },
  { code: 'ar', label: 'العربية', dir: 'rtl', hasPlainDigits: false },
];

export function findLanguage(code: string): Language {
  const wanted = code.toLowerCase();
  return languages.find(language => language.code === wanted)
    ?? languages.find(language => wanted.startsWith(`${language.code}-`))
    ?? languages[0]!;
}
