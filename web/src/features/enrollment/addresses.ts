/** So many are invited at once. */
export const MOST_ADDRESSES = 100;

/** Addresses from lines, commas or semicolons; of `Ada Lovelace <ada@example.org>` what stands in the brackets. */
export function addressesOf(text: string): string[] {
  return text.split(/[\n,;]+/).map(part => (/<([^<>]*)>\s*$/.exec(part)?.[1] ?? part).trim()).filter(Boolean);
}
