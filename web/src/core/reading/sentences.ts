export interface Stretch { start: number; end: number }

/** Sentences of a text, line by line, without the white space around them. */
export function sentencesOf(text: string, language: string): Stretch[] {
  const found: Stretch[] = [];
  let start = 0;
  for (const line of text.split('\n')) {
    for (const [from, to] of cuts(line, language)) {
      const piece = line.slice(from, to);
      const words = piece.trim();
      if (words) {
        const head = from + piece.indexOf(words);
        found.push({ start: start + head, end: start + head + words.length });
      }
    }
    start += line.length + 1;
  }
  return found;
}

function cuts(line: string, language: string): [number, number][] {
  if (typeof Intl.Segmenter === 'function') {
    const segments = [...new Intl.Segmenter(supported(language), { granularity: 'sentence' }).segment(line)];
    return segments.map(item => [item.index, item.index + item.segment.length]);
  }
  return [...line.matchAll(/[^.!?।؟]+[.!?।؟]*\s*/g)].map(item => [item.index, item.index + item[0].length]);
}

function supported(language: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(language)[0];
  }
  catch {
    return undefined;
  }
}

/** The word at an offset. */
export function wordAt(text: string, offset: number): Stretch | null {
  const isWord = (place: number) => place >= 0 && place < text.length && !/[\s.,;:!?()"“”„«»…]/.test(text[place]!);
  if (!isWord(offset))
    return null;
  let start = offset;
  let end = offset;
  while (isWord(start - 1))
    start--;
  while (isWord(end))
    end++;
  return { start, end };
}
