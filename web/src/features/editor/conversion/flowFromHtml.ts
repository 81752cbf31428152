import type { JSONContent } from '@tiptap/core';
import { parseInert, safeAddress } from './markup';

type Mark = NonNullable<JSONContent['marks']>[number];

const SIMPLE_MARKS: Record<string, string> = {
  B: 'bold', STRONG: 'bold', I: 'italic', EM: 'italic', U: 'underline', S: 'strike', SUB: 'subscript', SUP: 'superscript', CODE: 'inlineCode', KBD: 'keyboard', MARK: 'highlight',
};
const FLOW_TAGS = new Set(['P', 'UL', 'OL', 'BLOCKQUOTE', 'H5', 'H6', 'PRE', 'DL', 'HR', 'DIV']);

/** The content of a text, callout or quote: its cleaned HTML as nodes of the editor. Parts it has no node for stay as they are. */
export function flowFromHtml(html: string): JSONContent[] {
  return flowFromNodes([...parseInert(html).childNodes]);
}

/** HTML of one line (a cell of a table) as the content of one cell: at least one paragraph. */
export function cellFromHtml(html: string): JSONContent[] {
  const flow = flowFromHtml(html);
  return flow.length ? flow : [{ type: 'paragraph' }];
}

function flowFromNodes(nodes: readonly ChildNode[]): JSONContent[] {
  const flow: JSONContent[] = [];
  let run: ChildNode[] = [];
  const endRun = (): void => {
    const content = inline(run);
    if (content.length)
      flow.push({ type: 'paragraph', content });
    run = [];
  };
  for (const node of nodes) {
    if (node instanceof Element && FLOW_TAGS.has(node.tagName)) {
      endRun();
      flow.push(...flowFromElement(node));
    }
    else {
      run.push(node);
    }
  }
  endRun();
  return flow;
}

function flowFromElement(element: Element): JSONContent[] {
  const lang = element.getAttribute('lang');
  switch (element.tagName) {
    case 'P': return [{ type: 'paragraph', attrs: { lang }, content: inline([...element.childNodes]) }];
    case 'H5':
    case 'H6': return [{ type: 'minorHeading', attrs: { lang, level: Number(element.tagName[1]) }, content: inline([...element.childNodes]) }];
    case 'UL': return list(element, 'bulletList', { lang });
    case 'OL': return list(element, 'orderedList', { lang, start: Number(element.getAttribute('start') ?? 1) || 1 });
    case 'BLOCKQUOTE': return [{ type: 'blockquote', attrs: { lang }, content: atLeastOne(flowFromNodes([...element.childNodes])) }];
    case 'DIV': return flowFromNodes([...element.childNodes]);
    default: return [{ type: 'rawHtml', attrs: { html: element.outerHTML } }];
  }
}

function atLeastOne(flow: JSONContent[]): JSONContent[] {
  return flow.length ? flow : [{ type: 'paragraph' }];
}

function list(element: Element, type: string, attrs: Record<string, unknown>): JSONContent[] {
  const items = [...element.children];
  if (!items.length)
    return [];
  if (items.some(item => item.tagName !== 'LI'))
    return [{ type: 'rawHtml', attrs: { html: element.outerHTML } }];
  return [{ type, attrs, content: items.map(listItem) }];
}

function listItem(element: Element): JSONContent {
  const content = atLeastOne(flowFromNodes([...element.childNodes]));
  // An item begins with a line of text, so that the caret has a place beside the mark.
  if (content[0]!.type !== 'paragraph')
    content.unshift({ type: 'paragraph' });
  return { type: 'listItem', attrs: { lang: element.getAttribute('lang') }, content };
}

/** Inline nodes with their marks. White space is what a browser would show. */
function inline(nodes: readonly ChildNode[]): JSONContent[] {
  const content: JSONContent[] = [];
  collect(nodes, [], content);
  return trimmed(content);
}

function collect(nodes: readonly ChildNode[], marks: Mark[], content: JSONContent[]): void {
  for (const node of nodes) {
    if (node.nodeType === Node.TEXT_NODE)
      addText(node.textContent ?? '', marks, content);
    else if (node instanceof Element)
      collectElement(node, marks, content);
  }
}

function collectElement(element: Element, marks: Mark[], content: JSONContent[]): void {
  if (element.tagName === 'BR') {
    content.push({ type: 'hardBreak', marks });
    return;
  }
  if (element.hasAttribute('data-latex')) {
    const latex = element.getAttribute('data-latex') || element.textContent || '';
    if (latex)
      content.push({ type: 'inlineMath', attrs: { latex }, marks });
    return;
  }
  collect([...element.childNodes], withMarks(marks, marksOf(element)), content);
}

function marksOf(element: Element): Mark[] {
  const found: Mark[] = [];
  const simple = SIMPLE_MARKS[element.tagName];
  const href = element.tagName === 'A' ? safeAddress(element.getAttribute('href') ?? '') : null;
  const lang = element.getAttribute('lang');
  if (simple)
    found.push({ type: simple });
  if (href)
    found.push({ type: 'link', attrs: { href, title: element.getAttribute('title') } });
  if (element.tagName === 'ABBR')
    found.push({ type: 'abbreviation', attrs: { title: element.getAttribute('title') ?? '' } });
  if (lang)
    found.push({ type: 'language', attrs: { lang } });
  return found;
}

function withMarks(marks: Mark[], more: Mark[]): Mark[] {
  return [...marks.filter(mark => !more.some(other => other.type === mark.type)), ...more];
}

function addText(raw: string, marks: Mark[], content: JSONContent[]): void {
  let text = raw.replace(/[\t\n\f\r ]+/g, ' ');
  const before = content.at(-1);
  if (text.startsWith(' ') && (!before || before.type === 'hardBreak' || before.text?.endsWith(' ')))
    text = text.slice(1);
  if (text)
    content.push({ type: 'text', text, marks });
}

function trimmed(content: JSONContent[]): JSONContent[] {
  const last = content.at(-1);
  if (last?.type === 'text' && last.text!.endsWith(' ')) {
    last.text = last.text!.slice(0, -1);
    if (!last.text)
      return trimmed(content.slice(0, -1));
  }
  return content;
}
