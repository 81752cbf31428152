import { onScopeDispose, ref } from 'vue';
import { announce } from '../../core/announce';
import { rangeOf, sentencesOf, type LinearText, type Stretch } from '../../core/reading';

/** Selecting words without a pointer: arrows go from sentence to sentence, with Shift word by word. */
export function useKeyboardMarking(text: () => LinearText, language: () => string, onEnter: () => void) {
  const isOn = ref(false);
  let sentences: Stretch[] = [];
  let place = 0;
  let end = 0;

  function select(): void {
    const sentence = sentences[place];
    const range = sentence && rangeOf(text(), sentence.start, end);
    if (!range)
      return;
    getSelection()?.removeAllRanges();
    getSelection()?.addRange(range);
    range.startContainer.parentElement?.scrollIntoView({ block: 'nearest' });
    announce(range.toString());
  }
  function go(by: number): void {
    place = Math.min(sentences.length - 1, Math.max(0, place + by));
    end = sentences[place]?.end ?? 0;
    select();
  }
  function stretch(by: 1 | -1): void {
    end = wordEdge(text().text, sentences[place]?.start ?? 0, end, by);
    select();
  }
  function onKeydown(event: KeyboardEvent): void {
    const acts: Record<string, () => void> = {
      ArrowDown: () => go(1),
      ArrowUp: () => go(-1),
      ArrowRight: () => event.shiftKey ? stretch(1) : go(1),
      ArrowLeft: () => event.shiftKey ? stretch(-1) : go(-1),
      Enter: onEnter,
      Escape: () => {
        stop();
        getSelection()?.removeAllRanges();
      },
    };
    const act = acts[event.key];
    // In the toolbar the keys belong to its buttons.
    if (!act || (event.target as HTMLElement).closest?.('[role="toolbar"],aside,input,textarea'))
      return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }
  function start(): void {
    sentences = sentencesOf(text().text, language());
    place = Math.max(0, sentences.findIndex(sentence => (rangeOf(text(), sentence.start, sentence.end)?.getBoundingClientRect().top ?? -1) > 110));
    if (!sentences.length)
      return;
    isOn.value = true;
    document.addEventListener('keydown', onKeydown, true);
    go(0);
  }
  function stop(): void {
    isOn.value = false;
    document.removeEventListener('keydown', onKeydown, true);
  }
  onScopeDispose(stop);
  return { isOn, start, stop };
}

/** The end of a stretch that begins at `start`, one word further or back. */
function wordEdge(words: string, start: number, end: number, by: 1 | -1): number {
  const edges = [...words.slice(start).matchAll(/\S+/g)].map(found => start + found.index + found[0].length);
  return edges[Math.max(0, edges.findIndex(edge => edge >= end) + by)] ?? end;
}
