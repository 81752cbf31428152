import { onScopeDispose, shallowRef, watch, type Ref } from 'vue';
import { createPainter, linearText, type LinearText } from '../../core/reading';
import { findRange } from './anchors';
import { COLORS, type Note } from './types';

const REST_MS = 150;

/** Draws the marked words of the notes in the page, and again whenever the page changes. */
export function useMarks(root: () => HTMLElement | null, notes: Ref<readonly Note[]>) {
  const painter = createPainter();
  const text = shallowRef<LinearText>({ text: '', pieces: [], blocks: [] });
  const places = shallowRef<ReadonlyMap<string, Range>>(new Map());
  let timer: ReturnType<typeof setTimeout> | undefined;

  function draw(): void {
    const found = new Map<string, Range>();
    for (const note of notes.value) {
      const range = note.anchor && note.quote ? findRange(text.value, note.anchor, note.quote) : null;
      if (range)
        found.set(note.uuid, range);
    }
    places.value = found;
    for (const color of COLORS)
      painter.paint(`note-${color}`, notes.value.flatMap(note => note.color === color ? found.get(note.uuid) ?? [] : []));
  }
  function read(): void {
    const element = root();
    if (!element)
      return;
    text.value = linearText(element);
    draw();
  }
  const observer = new MutationObserver(() => {
    clearTimeout(timer);
    timer = setTimeout(read, REST_MS);
  });
  watch(root, (element) => {
    observer.disconnect();
    if (element) {
      observer.observe(element, { childList: true, characterData: true, subtree: true });
      read();
    }
  }, { immediate: true, flush: 'post' });
  watch(notes, draw);
  onScopeDispose(() => {
    clearTimeout(timer);
    observer.disconnect();
    painter.clear();
  });

  /** The note whose words stand at a point of the window. */
  function noteAt(x: number, y: number): Note | undefined {
    const point = caretAt(x, y);
    return point ? notes.value.findLast(note => places.value.get(note.uuid)?.isPointInRange(point.node, point.offset)) : undefined;
  }
  /** Shows where a note's words stand. Answers whether they are there. */
  function show(uuid: string): boolean {
    const range = places.value.get(uuid);
    if (!range)
      return false;
    for (let folded = range.startContainer.parentElement?.closest('details'); folded; folded = folded.parentElement?.closest('details'))
      folded.open = true;
    range.startContainer.parentElement?.scrollIntoView({ block: 'center' });
    painter.paint('note-current', [range]);
    setTimeout(() => painter.paint('note-current', []), 1600);
    return true;
  }
  return { text, places, noteAt, show };
}

function caretAt(x: number, y: number): { node: Node; offset: number } | null {
  const page = document as Document & { caretPositionFromPoint?: (x: number, y: number) => { offsetNode: Node; offset: number } | null };
  if (page.caretPositionFromPoint) {
    const found = page.caretPositionFromPoint(x, y);
    return found && { node: found.offsetNode, offset: found.offset };
  }
  const range = page.caretRangeFromPoint(x, y);
  return range && { node: range.startContainer, offset: range.startOffset };
}
