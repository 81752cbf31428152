/**
 * Short texts are written with the marks that people know from chats: **bold**, *italic*, `code`, $formula$. A backslash before a
 * mark makes it an ordinary sign. HTML that says more than this is left as it is (`null`), to be edited as HTML.
 */
const MARKS: Record<string, string> = { STRONG: '**', B: '**', EM: '*', I: '*' };
const SPECIAL = /[\\*`$]/g;

/** The HTML as light marks, paragraphs parted by an empty line; null where marks cannot say it. */
export function htmlToLight(html: string): string | null {
  const body = new DOMParser().parseFromString(`<body>${html}</body>`, 'text/html').body;
  const pieces: string[] = [];
  let line = '';
  const endLine = (): void => {
    if (line.trim())
      pieces.push(line.trim());
    line = '';
  };
  for (const node of body.childNodes) {
    const isParagraph = node instanceof Element && node.tagName === 'P';
    if (isParagraph)
      endLine();
    const text = isParagraph ? childrenToLight(node) : nodeToLight(node);
    if (text === null)
      return null;
    line += text;
    if (isParagraph)
      endLine();
  }
  endLine();
  return pieces.join('\n\n');
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

function nodeToLight(node: Node): string | null {
  if (node.nodeType === Node.TEXT_NODE)
    return (node.textContent ?? '').replace(/\s+/g, ' ').replace(SPECIAL, '\\$&');
  if (!(node instanceof Element))
    return '';
  const isBare = [...node.attributes].every(attribute => node.tagName === 'SPAN' && attribute.name === 'data-latex');
  return isBare ? elementToLight(node) : null;
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
    default: {
      const mark = MARKS[node.tagName];
      const inner = mark ? childrenToLight(node) : null;
      return inner === null ? null : `${mark}${inner}${mark}`;
    }
  }
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const TOKEN = /\\([\\*`$])|`((?:\\[\\`]|[^`\\]|\\)+?)`|\$((?:\\\$|[^$])+?)\$|\*\*(?=\S)([\s\S]+?)(?<=\S)\*\*|\*(?=\S)([\s\S]+?)(?<=\S)\*|\n/g;

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
    const [, sign, code, formula, strong, em] = found;
    if (sign)
      html += escaped(sign);
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
  return text.split(/\n{2,}/).map(part => part.trim()).filter(Boolean).map(part => `<p>${lightToInline(part)}</p>`).join('\n');
}
