/** What is read as a line of its own: between two such elements the text breaks. */
const BREAKS = new Set(['ADDRESS', 'ARTICLE', 'ASIDE', 'BLOCKQUOTE', 'BR', 'DD', 'DETAILS', 'DIV', 'DL', 'DT', 'FIGCAPTION', 'FIGURE', 'FOOTER', 'H1', 'H2', 'H3', 'H4', 'H5', 'H6', 'HEADER', 'HR', 'LI', 'OL', 'P', 'PRE', 'SECTION', 'SUMMARY', 'TABLE', 'TBODY', 'TD', 'TH', 'THEAD', 'TR', 'UL']);
/** What is no text to read: controls, drawings, formulas (which change when their code has come). */
const SKIPPED = 'button,select,textarea,input,script,style,svg,template,[hidden],[aria-hidden="true"],[data-latex],.katex,[data-unread]';

interface Piece { node: Text; start: number }
export interface TextBlock { id: string; start: number; end: number; element: HTMLElement }

/** The text of a part of the page as one string, with the way back to its nodes. */
export interface LinearText {
  text: string;
  pieces: readonly Piece[];
  blocks: readonly TextBlock[];
}

/** Reads the text under `root`. Blocks are the elements with an id `block-…`; the inner ones come after the outer. */
export function linearText(root: Element): LinearText {
  const pieces: Piece[] = [];
  const blocks: TextBlock[] = [];
  let text = '';
  const breakLine = () => {
    if (text && !text.endsWith('\n'))
      text += '\n';
  };
  function read(node: Node): void {
    if (node instanceof Text) {
      pieces.push({ node, start: text.length });
      text += node.data;
      return;
    }
    if (!(node instanceof Element) || node.matches(SKIPPED))
      return;
    const isLine = BREAKS.has(node.tagName);
    if (isLine)
      breakLine();
    const block = node instanceof HTMLElement && node.id.startsWith('block-') ? { id: node.id.slice(6), start: text.length, end: 0, element: node } : null;
    if (block)
      blocks.push(block);
    node.childNodes.forEach(read);
    if (block)
      block.end = text.length;
    if (isLine)
      breakLine();
  }
  root.childNodes.forEach(read);
  return { text, pieces, blocks };
}

/** Last index whose start is at or before the offset. */
function pieceAt(pieces: readonly Piece[], offset: number): number {
  let low = 0;
  let high = pieces.length - 1;
  let found = -1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (pieces[middle]!.start <= offset) {
      found = middle;
      low = middle + 1;
    }
    else {
      high = middle - 1;
    }
  }
  return found;
}

/** The stretch of text as a range of the document; null where there is no such text. */
export function rangeOf({ pieces }: LinearText, start: number, end: number): Range | null {
  const first = pieces[pieceAt(pieces, start)];
  const last = pieces[pieceAt(pieces, end - 1)];
  if (!first || !last || end <= start)
    return null;
  const range = document.createRange();
  range.setStart(first.node, Math.min(start - first.start, first.node.length));
  range.setEnd(last.node, Math.min(end - last.start, last.node.length));
  return range;
}

/** Where a point of the document stands in the text. */
export function offsetOf({ pieces, text }: LinearText, node: Node, offset: number): number {
  if (node instanceof Text) {
    const piece = pieces.find(item => item.node === node);
    if (piece)
      return piece.start + Math.min(offset, node.length);
  }
  const point = document.createRange();
  point.setStart(node, offset);
  // The first text behind the point.
  const next = pieces.find(item => point.comparePoint(item.node, 0) >= 0);
  return next ? next.start : text.length;
}

/** The innermost block around an offset. */
export function blockAt({ blocks }: LinearText, offset: number): TextBlock | undefined {
  return blocks.findLast(block => block.start <= offset && offset < block.end);
}
