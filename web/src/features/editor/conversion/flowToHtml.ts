import type { Mark, Node } from '@tiptap/pm/model';
import { escapeAttribute, escapeText } from './markup';

const SIMPLE_TAGS: Record<string, string> = {
  bold: 'strong', italic: 'em', underline: 'u', strike: 's', subscript: 'sub', superscript: 'sup', inlineCode: 'code', keyboard: 'kbd', highlight: 'mark',
};

/** The HTML of a text, callout or quote from its nodes. */
export function flowToHtml(nodes: readonly Node[]): string {
  return nodes.filter(node => !isBlank(node)).map(blockHtml).join('');
}

/** The HTML of a cell: a single paragraph needs no tag of its own. */
export function cellToHtml(cell: Node): string {
  const [only] = cell.children;
  return cell.childCount === 1 && only!.type.name === 'paragraph' && !only!.attrs.lang ? inlineHtml(only!) : flowToHtml(cell.children);
}

export function isBlank(node: Node): boolean {
  return node.type.name === 'paragraph' && node.childCount === 0;
}

function tag(name: string, attributes: Record<string, string | null | undefined>, content: string): string {
  const written = Object.entries(attributes).filter(([, value]) => value).map(([key, value]) => ` ${key}="${escapeAttribute(value!)}"`).join('');
  return `<${name}${written}>${content}</${name}>`;
}

function blockHtml(node: Node): string {
  const { lang } = node.attrs as { lang?: string | null };
  switch (node.type.name) {
    case 'paragraph': return tag('p', { lang }, inlineHtml(node));
    case 'minorHeading': return tag(`h${node.attrs.level}`, { lang }, inlineHtml(node));
    case 'bulletList': return tag('ul', { lang }, node.children.map(itemHtml).join(''));
    case 'orderedList': return tag('ol', { lang, start: node.attrs.start === 1 ? null : String(node.attrs.start) }, node.children.map(itemHtml).join(''));
    case 'blockquote': return tag('blockquote', { lang }, flowToHtml(node.children));
    case 'rawHtml': return node.attrs.html as string;
    default: return tag('p', {}, escapeText(node.textContent));
  }
}

function itemHtml(item: Node): string {
  const [first, ...rest] = item.children;
  const isLoose = rest.some(node => node.type.name === 'paragraph' && !isBlank(node)) || Boolean(first?.attrs.lang);
  const head = first && !isBlank(first) ? (isLoose ? blockHtml(first) : inlineHtml(first)) : '';
  return tag('li', { lang: item.attrs.lang }, head + flowToHtml(rest));
}

/** Inline content with its marks, each opened as late and closed as early as their order allows. */
export function inlineHtml(node: Node): string {
  let html = '';
  let open: Mark[] = [];
  for (const child of node.children) {
    let shared = 0;
    while (shared < open.length && child.marks[shared] && open[shared]!.eq(child.marks[shared]!))
      shared++;
    html += open.slice(shared).reverse().map(closing).join('') + child.marks.slice(shared).map(opening).join('') + leafHtml(child);
    open = [...child.marks];
  }
  return html + open.reverse().map(closing).join('');
}

function leafHtml(node: Node): string {
  if (node.isText)
    return escapeText(node.text!);
  if (node.type.name === 'inlineMath')
    return tag('span', { 'data-latex': node.attrs.latex }, escapeText(node.attrs.latex));
  return '<br>';
}

function markTag(mark: Mark): string {
  return SIMPLE_TAGS[mark.type.name] ?? { link: 'a', abbreviation: 'abbr' }[mark.type.name] ?? 'span';
}

function opening(mark: Mark): string {
  const attributes = Object.entries(mark.attrs).filter(([, value]) => value).map(([key, value]) => ` ${key}="${escapeAttribute(String(value))}"`).join('');
  return `<${markTag(mark)}${attributes}>`;
}

function closing(mark: Mark): string {
  return `</${markTag(mark)}>`;
}
