const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';
const LENGTH = 9;

/** A new name of a block: short, and not met twice in a document, whoever else writes at the same time. */
export function newBlockId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(LENGTH));
  return `b${Array.from(bytes, byte => LETTERS[byte % LETTERS.length]).join('')}`;
}
