type Meaning = readonly [property: string, tag: string, means: (value: string, element: Element) => boolean];

const MEANINGS: readonly Meaning[] = [
  ['font-weight', 'strong', value => /^bold/.test(value) || Number(value) >= 600],
  ['font-style', 'em', value => /^(?:italic|oblique)/.test(value)],
  ['text-decoration(?:-line)?', 's', value => value.includes('line-through')],
  ['text-decoration(?:-line)?', 'u', (value, element) => value.includes('underline') && !element.closest('a')],
  ['vertical-align', 'sup', value => value === 'super'],
  ['vertical-align', 'sub', value => value === 'sub'],
  ['font-family', 'code', value => /courier|consolas|monaco|menlo|monospace/.test(value)],
];

/** Where the reader finds what was the style attribute. */
export const STYLE = 'data-style';

/** The site's policy forbids style attributes, and the browser complains about each one that it meets, also where nothing is drawn. */
export function withoutStyles(html: string): string {
  return html.replace(/(<[a-z][^<>]*?\s)style(?=\s*=)/gi, `$1${STYLE}`);
}

/** Marks that office programs write as styles, as the tags of our texts. */
export function tagsOfStyle(element: Element): string[] {
  const style = (element.getAttribute(STYLE) ?? '').toLowerCase();
  const value = (property: string): string => new RegExp(`(?:^|;)\\s*${property}\\s*:\\s*([^;]+)`).exec(style)?.[1]?.trim() ?? '';
  return MEANINGS.filter(([property, , means]) => means(value(property), element)).map(([, tag]) => tag);
}

/** Whether a style takes back what the tag says: Google wraps everything in a `<b>` that is not bold. */
export function isTagUndone(element: Element): boolean {
  const style = (element.getAttribute(STYLE) ?? '').toLowerCase();
  return (/^(?:B|STRONG)$/.test(element.tagName) && /(?:^|;)\s*font-weight\s*:\s*(?:normal|400)/.test(style))
    || (/^(?:I|EM)$/.test(element.tagName) && /(?:^|;)\s*font-style\s*:\s*normal/.test(style));
}

export function isHidden(element: Element): boolean {
  return /display\s*:\s*none|mso-hide\s*:\s*all|mso-list\s*:\s*ignore/i.test(element.getAttribute(STYLE) ?? '') || element.getAttribute('aria-hidden') === 'true';
}
