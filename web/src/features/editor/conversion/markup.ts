export { parseInert } from '../../../core/inertMarkup';

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\u00A0': '&nbsp;' };

export function escapeText(text: string): string {
  return text.replace(/[&<>\u00A0]/g, letter => ESCAPES[letter]!);
}

export function escapeAttribute(text: string): string {
  return text.replace(/[&"<>]/g, letter => ESCAPES[letter]!);
}

/** The address if a link may point there, else null: web, mail, telephone, a path of this site or a place on the page. */
export function safeAddress(address: string): string | null {
  const wanted = address.trim();
  // What browsers silently drop or turn around inside an address.
  if (!wanted || /[\u0000-\u001F\u007F\\]/.test(wanted))
    return null;
  if (/^(?:\/(?!\/)|#)/.test(wanted))
    return wanted.replaceAll(' ', '%20');
  return /^(?:https?:\/\/[^\s/]|mailto:\S|tel:[+\d])/i.test(wanted) ? wanted.replaceAll(' ', '%20') : null;
}

/** The same for what somebody typed: "example.org/page" and "anna@example.org" are meant as addresses, too. */
export function typedAddress(text: string): string | null {
  const wanted = text.trim();
  if (/^[^\s@/:]+@[^\s@/]+\.[^\s@/]+$/.test(wanted))
    return `mailto:${wanted}`;
  if (/^(?:[\w-]+\.)+[a-z]{2,}(?:[/?#:].*)?$/i.test(wanted))
    return safeAddress(`https://${wanted}`);
  return safeAddress(wanted);
}
