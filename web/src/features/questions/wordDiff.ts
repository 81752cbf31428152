export interface Piece { kind: 'same' | 'gone' | 'new'; text: string }

const MOST_WORDS = 600;

/** What changed between two texts, word by word: the longest common sequence stays. */
export function wordDiff(before: string, after: string): Piece[] {
  const one = before.split(/(\s+)/).filter(Boolean).slice(0, MOST_WORDS);
  const other = after.split(/(\s+)/).filter(Boolean).slice(0, MOST_WORDS);
  const lengths = Array.from({ length: one.length + 1 }, () => new Uint16Array(other.length + 1));
  for (let i = one.length - 1; i >= 0; i -= 1) {
    for (let j = other.length - 1; j >= 0; j -= 1)
      lengths[i]![j] = one[i] === other[j] ? lengths[i + 1]![j + 1]! + 1 : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
  }
  const pieces: Piece[] = [];
  const say = (kind: Piece['kind'], text: string): void => {
    const last = pieces.at(-1);
    if (last?.kind === kind)
      last.text += text;
    else
      pieces.push({ kind, text });
  };
  let i = 0;
  let j = 0;
  while (i < one.length || j < other.length) {
    if (i < one.length && j < other.length && one[i] === other[j]) {
      say('same', one[i]!);
      i += 1;
      j += 1;
    }
    else if (j >= other.length || (i < one.length && lengths[i + 1]![j]! >= lengths[i]![j + 1]!)) {
      say('gone', one[i]!);
      i += 1;
    }
    else {
      say('new', other[j]!);
      j += 1;
    }
  }
  return pieces;
}
