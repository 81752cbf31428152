import type { EditorBlock } from '../types';
import { newBlockId } from '../conversion/ids';
import { escapeText } from '../conversion/markup';

const SIGNS = [
  /^#{1,6} \S/m, /^\s*[-*+] \S.*\n\s*[-*+] \S/m, /^\s*1[.)] \S/m, /^(?:```|~~~)/m, /^> \S/m, /^\s*[-*+] \[[ xX]\] \S/m, /^\|.+\|\s*\n\|?[\s:|-]+\|/m,
  /\[[^\]\n]+\]\([^)\s]+\)/, /(?:^|\s)\*\*[^*\n]+\*\*/, /^\$\$/m, /^!\[/m,
];

/** Whether a text means its signs: headings, lists, links of Markdown. */
export function looksLikeMarkdown(text: string): boolean {
  return SIGNS.some(sign => sign.test(text));
}

/** The address that a text consists of, if it does. */
export function loneAddress(text: string): string | null {
  const typed = text.trim();
  return /^https?:\/\/\S+$/i.test(typed) && URL.canParse(typed) ? typed : null;
}

/** A text as paragraphs: an empty line ends one, a single line break stays one. */
export function blocksFromText(text: string): EditorBlock[] {
  return text.replaceAll('\r\n', '\n').split(/\n\s*\n/).map(part => part.trim()).filter(Boolean)
    .map(part => ({ id: newBlockId(), type: 'text', html: `<p>${part.split('\n').map(line => escapeText(line.trim())).join('<br>')}</p>` }));
}
