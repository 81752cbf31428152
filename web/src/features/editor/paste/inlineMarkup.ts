import { CHECKED, UNCHECKED } from '../commands/CheckMarks';
import { escapeAttribute, escapeText, safeAddress } from '../conversion/markup';
import { isHidden, isTagUndone, tagsOfStyle } from './inlineStyles';

const TAGS: Record<string, string> = {
  B: 'strong', STRONG: 'strong', I: 'em', EM: 'em', CITE: 'em', VAR: 'em', U: 'u', INS: 'u', S: 's', STRIKE: 's', DEL: 's', SUB: 'sub', SUP: 'sup',
  CODE: 'code', TT: 'code', SAMP: 'code', KBD: 'kbd', MARK: 'mark',
};
const DROPPED = new Set(['SCRIPT', 'STYLE', 'META', 'LINK', 'TITLE', 'HEAD', 'NOSCRIPT', 'TEMPLATE', 'BUTTON', 'SVG', 'O:P', 'XML', 'INPUT', 'SELECT', 'TEXTAREA', 'OBJECT']);

function isCheckBox(element: Element): boolean {
  return element.tagName === 'INPUT' && element.getAttribute('type') === 'checkbox';
}
export function isDropped(element: Element): boolean {
  return (DROPPED.has(element.tagName.toUpperCase()) && !isCheckBox(element)) || /^(?:W|V|M|O):/i.test(element.tagName) || isHidden(element);
}

/** Inline content in the tags of our texts: styles that mean something become tags, the rest goes. */
export function inlineMarkup(nodes: readonly ChildNode[]): string {
  return tidy(nodes.map(node => nodeMarkup(node, new Set())).join(''));
}

function nodeMarkup(node: ChildNode, inside: ReadonlySet<string>): string {
  if (node.nodeType === Node.TEXT_NODE)
    return escapeText((node.textContent ?? '').replaceAll('\u00A0', ' '));
  if (!(node instanceof Element) || isDropped(node))
    return '';
  if (isCheckBox(node))
    return `${node.hasAttribute('checked') ? CHECKED : UNCHECKED} `;
  if (node.tagName === 'BR')
    return node.classList.contains('Apple-interchange-newline') ? '' : '<br>';
  const latex = latexOf(node);
  if (latex)
    return `<span data-latex="${escapeAttribute(latex)}">${escapeText(latex)}</span>`;
  const tag = TAGS[node.tagName];
  const tags = [...tag && !isTagUndone(node) ? [tag] : [], ...tagsOfStyle(node)].filter((name, at, all) => !inside.has(name) && all.indexOf(name) === at);
  const content = [...node.childNodes].map(child => nodeMarkup(child, new Set([...inside, ...tags]))).join('');
  return linked(node, wrapped(tags, content));
}

/** The source of a formula that KaTeX or MathJax has set. */
function latexOf(element: Element): string {
  if (element.hasAttribute('data-latex'))
    return element.getAttribute('data-latex')!;
  const isFormula = element.matches('.katex, mjx-container, math');
  return isFormula ? element.querySelector('annotation[encoding="application/x-tex"]')?.textContent?.trim() ?? '' : '';
}

function wrapped(tags: readonly string[], content: string): string {
  // A bold space is a space.
  if (!content.replace(/<br>/g, '').trim())
    return content;
  return tags.reduceRight((inner, tag) => `<${tag}>${inner}</${tag}>`, content);
}

function linked(element: Element, content: string): string {
  const lang = element.tagName === 'SPAN' && /^[a-z]{2,3}$/i.test(element.getAttribute('lang') ?? '') ? element.getAttribute('lang')! : '';
  const inner = lang && content.trim() ? `<span lang="${lang}">${content}</span>` : content;
  const href = element.tagName === 'A' ? safeAddress(unwrapped(element.getAttribute('href') ?? '')) : null;
  return href && !href.startsWith('#') && inner.trim() ? `<a href="${escapeAttribute(href)}">${inner}</a>` : inner;
}

/** Google Docs sends links through its own forwarder. */
function unwrapped(href: string): string {
  if (!/^https:\/\/www\.google\.com\/url\?/.test(href))
    return href;
  return new URL(href).searchParams.get('q') ?? href;
}

/** One space where many stood, none at the ends. */
function tidy(html: string): string {
  return html.replace(/[\t\n\f\r ]+/g, ' ').replace(/^(?: |<br>)+|(?: |<br>)+$/g, '').replace(/ ?<br> ?/g, '<br>').replace(/<\/(strong|em|u|s|code|mark)><\1>/g, '');
}
