import { STYLE } from './inlineStyles';

interface Item { element: Element; level: number; isOrdered: boolean }

/** Word's lists are paragraphs that say so in a style; here they become the lists they are. */
export function restoreWordLists(root: ParentNode): void {
  const paragraphs = [...root.querySelectorAll('p, h1, h2, h3, h4, h5, h6')];
  let run: Item[] = [];
  for (const element of paragraphs) {
    const level = levelOf(element);
    const isNext = run.length > 0 && nextElement(run.at(-1)!.element) === element;
    if (run.length && (!level || !isNext)) {
      buildList(run);
      run = [];
    }
    if (level)
      run.push({ element, level, isOrdered: isOrdered(element) });
  }
  if (run.length)
    buildList(run);
}

function nextElement(element: Element): Element | null {
  return element.nextElementSibling;
}

/** 1 and more for a paragraph of a list, else 0. */
function levelOf(element: Element): number {
  const style = element.getAttribute(STYLE) ?? '';
  const level = /mso-list\s*:[^;]*level(\d)/i.exec(style)?.[1];
  if (level && element.tagName === 'P')
    return Number(level);
  return 0;
}

/** The mark stands in a span of its own: "1." or "a)" counts, a bullet does not. */
function isOrdered(element: Element): boolean {
  const mark = [...element.querySelectorAll('span')].find(span => /mso-list\s*:\s*ignore/i.test(span.getAttribute(STYLE) ?? ''));
  return /^\s*\(?(?:\d+|[a-z]|[ivxlc]+)[.)]/i.test(mark?.textContent ?? '') && !/^\s*o\s/.test(mark?.textContent ?? '');
}

function buildList(items: readonly Item[]): void {
  const { ownerDocument } = items[0]!.element;
  const place = ownerDocument.createComment('');
  items[0]!.element.before(place);
  const open: { level: number; list: Element }[] = [];
  const top: Element[] = [];
  for (const { element, level, isOrdered } of items) {
    while (open.length && open.at(-1)!.level > level)
      open.pop();
    const tag = isOrdered ? 'OL' : 'UL';
    if (open.at(-1)?.level === level && open.at(-1)!.list.tagName !== tag)
      open.pop();
    if (open.at(-1)?.level !== level) {
      const list = ownerDocument.createElement(tag);
      const parent = open.at(-1)?.list.lastElementChild;
      if (parent)
        parent.append(list);
      else
        top.push(list);
      open.push({ level, list });
    }
    const item = ownerDocument.createElement('li');
    item.append(...element.childNodes);
    open.at(-1)!.list.append(item);
    element.remove();
  }
  place.replaceWith(...top);
}
