import type { EditorBlock } from '../types';
import { newBlockId } from '../conversion/ids';
import { parseInert, safeAddress } from '../conversion/markup';
import { embedOf } from '../views/embedAddress';
import { inlineMarkup, isDropped } from './inlineMarkup';
import { withoutStyles } from './inlineStyles';
import { fileOfDataUri } from './dataUri';
import { restoreWordLists } from './wordLists';

export interface Pasted {
  blocks: EditorBlock[];
  /** Pictures that came inside the markup: they are sent, and the block of that name shows them then. */
  pictures: { id: string; file: File }[];
  /** Pictures that stay behind, on the other computer. */
  lost: number;
}

const HEADING = /^H[1-6]$/;
const BLOCK_LIKE = 'p,div,section,article,main,header,footer,aside,nav,h1,h2,h3,h4,h5,h6,ul,ol,li,dl,table,blockquote,pre,figure,hr,img,details,iframe,address,form,fieldset,center';

/** Blocks of markup from the clipboard: of Word, Google Docs, a web page. Only what has a meaning here comes along. */
export function blocksFromHtml(html: string): Pasted {
  const root = parseInert(withoutStyles(fragmentOf(html)));
  restoreWordLists(root);
  const reader = new HtmlReader(topLevel(root));
  reader.read([...root.childNodes]);
  return reader.pasted;
}

/** What was copied, without what the clipboard wraps around it. */
function fragmentOf(html: string): string {
  const start = html.indexOf('<!--StartFragment-->');
  const end = html.lastIndexOf('<!--EndFragment-->');
  return start >= 0 && end > start ? html.slice(start + '<!--StartFragment-->'.length, end) : html;
}

/** The highest rank of a heading in it: that one becomes our second, for the first is the page's title. */
function topLevel(root: ParentNode): number {
  return Math.min(6, ...[...root.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(heading => Number(heading.tagName[1])));
}

class HtmlReader {
  readonly pasted: Pasted = { blocks: [], pictures: [], lost: 0 };
  private run: ChildNode[] = [];

  constructor(private readonly top: number) {}

  private add(type: string, fields: Record<string, unknown>): void {
    this.pasted.blocks.push({ id: newBlockId(), type, ...fields });
  }

  read(nodes: readonly ChildNode[]): void {
    for (const node of nodes) {
      if (!(node instanceof Element)) {
        this.run.push(node);
        continue;
      }
      if (isDropped(node))
        continue;
      if (node.matches(BLOCK_LIKE) || node.querySelector(BLOCK_LIKE)) {
        this.endRun();
        this.readElement(node);
        this.endRun();
      }
      else {
        this.run.push(node);
      }
    }
    this.endRun();
  }

  private endRun(): void {
    const html = inlineMarkup(this.run);
    this.run = [];
    if (html)
      this.add('text', { html: `<p>${html}</p>` });
  }

  private readElement(element: Element): void {
    const { tagName } = element;
    if (HEADING.test(tagName) && !element.querySelector('img,table'))
      return this.readHeading(element);
    const read = this.readers[tagName];
    if (read)
      return read(element);
    this.read([...element.childNodes]);
  }

  private readonly readers: Record<string, (element: Element) => void> = {
    UL: element => this.add('text', { html: listMarkup(element) }),
    OL: element => this.add('text', { html: listMarkup(element) }),
    BLOCKQUOTE: element => this.add('quote', { html: flowMarkup(element), source: '' }),
    PRE: element => this.add('code', { code: codeOf(element), language: languageOf(element) }),
    HR: () => this.add('divider', {}),
    IMG: element => this.readImage(element, ''),
    FIGURE: element => this.readFigure(element),
    TABLE: element => this.readTable(element),
    IFRAME: element => this.readFrame(element),
    DETAILS: element => this.readDetails(element),
  };

  private readHeading(element: Element): void {
    const text = (element.textContent ?? '').replace(/\s+/g, ' ').trim();
    if (text)
      this.add('heading', { level: Math.min(4, 2 + Number(element.tagName[1]) - this.top), text });
  }

  private readImage(element: Element, caption: string): void {
    const source = element.getAttribute('src') ?? '';
    const id = newBlockId();
    const file = fileOfDataUri(source);
    const src = /^https?:/i.test(source) ? safeAddress(source) ?? '' : '';
    // A pixel that counts readers, or a picture that only the other computer has.
    const isPixel = ['width', 'height'].some(name => element.getAttribute(name) === '1');
    if (isPixel)
      return;
    if (!file && !src) {
      this.pasted.lost++;
      return;
    }
    if (file)
      this.pasted.pictures.push({ id, file });
    this.pasted.blocks.push({ id, type: 'image', file: null, src, alt: element.getAttribute('alt') ?? '', caption, width: null, height: null });
  }

  private readFigure(element: Element): void {
    const caption = element.querySelector('figcaption')?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
    const image = element.querySelector('img');
    if (image)
      return this.readImage(image, caption);
    this.read([...element.childNodes]);
  }

  private readTable(element: Element): void {
    const rows = [...element.querySelectorAll('tr')].filter(row => row.closest('table') === element).map(row => [...row.children].filter(cell => /^T[DH]$/.test(cell.tagName)));
    const isLayout = rows.length <= 1 && (rows[0]?.length ?? 0) <= 1;
    if (isLayout)
      return this.read(rows.flatMap(row => row.flatMap(cell => [...cell.childNodes])));
    const hasHeader = rows[0]!.every(cell => cell.tagName === 'TH') || Boolean(element.querySelector('thead')?.contains(rows[0]![0]!));
    const cells = rows.map(row => row.flatMap(cell => [cellMarkup(cell), ...Array.from({ length: spanOf(cell) - 1 }, () => '')]));
    const caption = element.querySelector('caption')?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
    this.add('table', { caption, header: hasHeader ? cells[0] : [], rows: hasHeader ? cells.slice(1) : cells });
  }

  private readFrame(element: Element): void {
    const found = embedOf(element.getAttribute('src') ?? '');
    if (found && found.provider !== 'web')
      this.add('embed', { ...found, block: newBlockId(), title: element.getAttribute('title') ?? '' });
  }

  private readDetails(element: Element): void {
    const inner = new HtmlReader(this.top);
    const summary = element.querySelector('summary');
    inner.read([...element.childNodes].filter(child => child !== summary));
    this.pasted.pictures.push(...inner.pasted.pictures);
    this.pasted.lost += inner.pasted.lost;
    this.add('toggle', { title: summary?.textContent?.replace(/\s+/g, ' ').trim() ?? '', blocks: inner.pasted.blocks });
  }
}

const MOST_COLUMNS = 60;
function spanOf(cell: Element): number {
  return Math.min(MOST_COLUMNS, Math.max(1, Number(cell.getAttribute('colspan')) || 1));
}

/** A list with its items; lists that stand beside items instead of in them (Google Docs) go into the item before. */
function listMarkup(list: Element): string {
  const tag = list.tagName.toLowerCase();
  const start = Number(list.getAttribute('start')) || 1;
  const items: string[] = [];
  for (const child of list.children) {
    if (child.tagName === 'LI')
      items.push(itemMarkup(child));
    else if (/^[OU]L$/.test(child.tagName))
      items.push((items.pop() ?? '') + listMarkup(child));
  }
  return `<${tag}${tag === 'ol' && start > 1 ? ` start="${start}"` : ''}>${items.map(item => `<li>${item}</li>`).join('')}</${tag}>`;
}

function itemMarkup(item: Element): string {
  const lists = [...item.children].filter(child => /^[OU]L$/.test(child.tagName));
  return inlineMarkup(withBreaks([...item.childNodes].filter(node => !lists.includes(node as Element)))) + lists.map(listMarkup).join('');
}

/** Paragraphs in a place for one line: their content with breaks between. */
function withBreaks(nodes: readonly ChildNode[]): ChildNode[] {
  return nodes.flatMap((node, at) => {
    const isBlock = node instanceof Element && node.matches(BLOCK_LIKE) && node.tagName !== 'IMG';
    const inner = isBlock ? withBreaks([...node.childNodes]) : [node];
    return isBlock && at > 0 && nodes.slice(0, at).some(one => one.textContent?.trim()) ? [node.ownerDocument!.createElement('br'), ...inner] : inner;
  });
}

function cellMarkup(cell: Element): string {
  const lists = [...cell.children].filter(child => /^[OU]L$/.test(child.tagName));
  return lists.length ? flowMarkup(cell) : inlineMarkup(withBreaks([...cell.childNodes]));
}

function flowMarkup(element: Element): string {
  const reader = new HtmlReader(2);
  reader.read([...element.childNodes]);
  return reader.pasted.blocks.map(block => typeof block.html === 'string' ? block.html : typeof block.text === 'string' ? `<p><strong>${block.text.replace(/[&<>]/g, '')}</strong></p>` : '').join('');
}

function codeOf(element: Element): string {
  const copy = element.cloneNode(true) as Element;
  copy.querySelectorAll('br').forEach(line => line.replaceWith('\n'));
  return (copy.textContent ?? '').replace(/\n$/, '');
}

function languageOf(element: Element): string {
  const classes = `${element.className} ${element.querySelector('code')?.className ?? ''} ${element.parentElement?.className ?? ''}`;
  return /(?:language|lang|highlight-source)-([\w+#-]+)/.exec(classes)?.[1]?.toLowerCase() ?? '';
}
