import { parseInert } from '../../core/inertMarkup';

/**
 * Short texts are written with the marks that people know from chats: **bold**, *italic*, `code`, $formula$, [words](address), and
 * lists whose lines begin with "- " or "1. ". A backslash before a mark makes it an ordinary sign. HTML that says more than
 * this is left as it is (`null`), to be edited as HTML.
 */
const MARKS: Record<string, string> = { STRONG: '**', B: '**', EM: '*', I: '*' };
const SPECIAL = /[\\*`$[]/g;

/** The HTML as light marks, paragraphs parted by an empty line; null where marks cannot say it. */
export function htmlToLight(html: string): string | null {
  const body = parseInert(html);
  const pieces: string[] = [];
  let line = '';
  const endLine = (): void => {
    if (line.trim())
      pieces.push(line.trim());
    line = '';
  };
  for (const node of body.childNodes) {
    const isParagraph = node instanceof Element && ['P', 'UL', 'OL'].includes(node.tagName) && !node.attributes.length;
    if (isParagraph)
      endLine();
    const text = isParagraph ? paragraphToLight(node) : nodeToLight(node);
    if (text === null)
      return null;
    line += text;
    if (isParagraph)
      endLine();
  }
  endLine();
  return pieces.join('\n\n');
}

function paragraphToLight(node: Element): string | null {
  if (node.tagName === 'P')
    return childrenToLight(node);
  const lines: string[] = [];
  for (const item of node.children) {
    const text = item.tagName === 'LI' && !item.attributes.length ? childrenToLight(item) : null;
    if (text === null || text.includes('\n'))
      return null;
    lines.push(`${node.tagName === 'UL' ? '-' : `${lines.length + 1}.`} ${text.trim()}`);
  }
  return lines.join('\n');
}

function childrenToLight(parent: Node): string | null {
  let all = '';
  for (const node of parent.childNodes) {
    const text = nodeToLight(node);
    if (text === null)
      return null;
    all += text;
  }
  return all;
}

const known: Record<string, string[]> = { SPAN: ['data-latex'], A: ['href', 'rel'] };

function nodeToLight(node: Node): string | null {
  if (node.nodeType === Node.TEXT_NODE)
    return (node.textContent ?? '').replace(/\s+/g, ' ').replace(SPECIAL, '\\$&');
  if (!(node instanceof Element))
    return '';
  const isBare = [...node.attributes].every(attribute => (known[node.tagName] ?? []).includes(attribute.name));
  return isBare ? elementToLight(node) : null;
}

function linkToLight(node: Element): string | null {
  const words = childrenToLight(node);
  const href = node.getAttribute('href') ?? '';
  return words === null || !href || /[\s()]/.test(href) ? null : `[${words}](${href})`;
}

function elementToLight(node: Element): string | null {
  const text = node.textContent ?? '';
  switch (node.tagName) {
    case 'BR':
      return '\n';
    case 'CODE':
      return node.children.length ? null : `\`${text.replace(/[\\`]/g, '\\$&')}\``;
    case 'SPAN':
      return node.hasAttribute('data-latex') ? `$${text.replace(/\$/g, '\\$')}$` : null;
    case 'A':
      return linkToLight(node);
    default: {
      const mark = MARKS[node.tagName];
      const inner = mark ? childrenToLight(node) : null;
      return inner === null ? null : `${mark}${inner}${mark}`;
    }
  }
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const TOKEN = /\\([\\*`$[])|\[((?:\\.|[^\]\\])+)\]\(([^\s()]+)\)|`((?:\\[\\`]|[^`\\]|\\)+?)`|\$((?:\\\$|[^$])+?)\$|\*\*(?=\S)([\s\S]+?)(?<=\S)\*\*|\*(?=\S)([\s\S]+?)(?<=\S)\*|\n/g;

function escaped(text: string): string {
  return text.replace(/[&<>]/g, sign => escapes[sign]!);
}

/** One line of marks as inline HTML. */
export function lightToInline(text: string): string {
  let html = '';
  let place = 0;
  for (const found of text.matchAll(TOKEN)) {
    html += escaped(text.slice(place, found.index));
    place = found.index + found[0].length;
    const [, sign, words, href, code, formula, strong, em] = found;
    if (sign)
      html += escaped(sign);
    else if (words !== undefined)
      html += `<a href="${escaped(href!).replace(/"/g, '&quot;')}">${lightToInline(words)}</a>`;
    else if (code !== undefined)
      html += `<code>${escaped(code.replace(/\\([\\`])/g, '$1'))}</code>`;
    else if (formula !== undefined)
      html += formulaHtml(formula.replace(/\\\$/g, '$'));
    else if (strong !== undefined)
      html += `<strong>${lightToInline(strong)}</strong>`;
    else if (em !== undefined)
      html += `<em>${lightToInline(em)}</em>`;
    else
      html += '<br>';
  }
  return html + escaped(text.slice(place));
}

function formulaHtml(latex: string): string {
  return `<span data-latex>${escaped(latex)}</span>`;
}

/** Marks as paragraphs of HTML. */
export function lightToParagraphs(text: string): string {
  return text.split(/\n{2,}/).map(part => part.trim()).filter(Boolean).map(paragraph).join('\n');
}

function paragraph(part: string): string {
  const lines = part.split('\n');
  const list = lines.every(line => /^- \S/.test(line)) ? 'ul' : lines.every(line => /^\d+\. \S/.test(line)) ? 'ol' : '';
  if (!list)
    return `<p>${lightToInline(part)}</p>`;
  return `<${list}>${lines.map(line => `<li>${lightToInline(line.replace(/^(?:-|\d+\.) /, ''))}</li>`).join('')}</${list}>`;
}
