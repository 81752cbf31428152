import type { TextPiece } from './types';

/** A text without capitals and accents. */
export function plain(text: string): string {
  return text.toLocaleLowerCase().normalize('NFKD').replace(/[\u0300-\u036f]/g, '').normalize('NFC');
}

export const wordsOf = (query: string): string[] => plain(query).split(/\s+/).filter(Boolean);

/** How well a name fits: 0 where a word is missing, more where words begin in it, most where it begins with them. */
export function scoreOf(name: string, words: readonly string[]): number {
  const own = plain(name);
  const parts = own.split(/\s+/);
  let score = own.startsWith(words.join(' ')) ? 1 : 0;
  for (const word of words) {
    if (!own.includes(word))
      return 0;
    score += parts.some(part => part.startsWith(word)) ? 2 : 1;
  }
  return score;
}

/** The name, parted at its words: those with a searched word in them are marked. */
export function marked(name: string, words: readonly string[]): TextPiece[] {
  return (name.match(/\S+|\s+/g) ?? []).map(text => ({ text, is_marked: words.some(word => plain(text).includes(word)) }));
}

export const unmarked = (text: string): TextPiece[] => [{ text, is_marked: false }];
