/** Marks that office programs write as styles, as the tags of our texts. */
export function tagsOfStyle(element: Element): string[] {
  const style = (element.getAttribute('style') ?? '').toLowerCase();
  const value = (name: string): string => new RegExp(`(?:^|;)\\s*${name}\\s*:\\s*([^;]+)`).exec(style)?.[1]?.trim() ?? '';
  const tags: string[] = [];
  const weight = value('font-weight');
  if (weight === 'bold' || weight === 'bolder' || Number(weight) >= 600)
    tags.push('strong');
  if (value('font-style') === 'italic' || value('font-style') === 'oblique')
    tags.push('em');
  const decoration = value('text-decoration') || value('text-decoration-line');
  if (decoration.includes('line-through'))
    tags.push('s');
  if (decoration.includes('underline') && !element.closest('a'))
    tags.push('u');
  const align = value('vertical-align');
  if (align === 'super' || align === 'sub')
    tags.push(align === 'super' ? 'sup' : 'sub');
  if (/courier|consolas|monaco|menlo|monospace/.test(value('font-family')))
    tags.push('code');
  return tags;
}

/** Whether a style takes back what the tag says: Google wraps everything in a `<b>` that is not bold. */
export function isTagUndone(element: Element): boolean {
  const style = (element.getAttribute('style') ?? '').toLowerCase();
  return (/^(?:B|STRONG)$/.test(element.tagName) && /(?:^|;)\s*font-weight\s*:\s*(?:normal|400)/.test(style))
    || (/^(?:I|EM)$/.test(element.tagName) && /(?:^|;)\s*font-style\s*:\s*normal/.test(style));
}

export function isHidden(element: Element): boolean {
  return /display\s*:\s*none|mso-hide\s*:\s*all|mso-list\s*:\s*ignore/i.test(element.getAttribute('style') ?? '') || element.getAttribute('aria-hidden') === 'true';
}
