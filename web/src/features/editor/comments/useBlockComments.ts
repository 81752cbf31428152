import { ref, watch } from 'vue';
import { useBlockThreads } from '../../lifecycle';

/** What is said about the blocks of a page, and what of it is looked at or begun. */
export function useBlockComments(slug: () => string, lessonId: () => number) {
  const { isOffered, threads, atBlock, refresh } = useBlockThreads(slug, lessonId);
  const current = ref('');
  const quote = ref('');
  const isOpen = ref(false);
  const isBegun = ref(false);

  function show(blockId: string, begins: boolean, words = ''): void {
    current.value = blockId;
    quote.value = words;
    isBegun.value = begins;
    isOpen.value = true;
  }
  /** Shows what is said about a block; where nothing is said yet, somebody begins. */
  function look(blockId: string, words = ''): void {
    show(blockId, words !== '' || !atBlock.value.has(blockId), words);
  }
  function begin(blockId: string, words = ''): void {
    show(blockId, true, words);
  }
  function close(): void {
    isOpen.value = false;
    isBegun.value = false;
  }
  /** After writing or thinking better of it: where nothing stands, nothing is left to look at. */
  function endWriting(): boolean {
    isBegun.value = false;
    return atBlock.value.has(current.value);
  }
  watch(lessonId, close);

  return { isOffered, threads, atBlock, refresh, current, quote, isOpen, isBegun, look, begin, close, endWriting };
}
