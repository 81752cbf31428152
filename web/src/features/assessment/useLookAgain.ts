import { shallowRef } from 'vue';
import { recall, remember } from '../../core/storage';

/** Questions of an attempt that the learner wants to see again. Kept on this device only. */
export function useLookAgain(attempt: string) {
  const place = `quiz-again.${attempt}`;
  const marked = shallowRef(new Set<number>(JSON.parse(recall(place) ?? '[]') as number[]));
  function toggle(slot: number): void {
    const next = new Set(marked.value);
    if (!next.delete(slot))
      next.add(slot);
    marked.value = next;
    remember(place, next.size ? JSON.stringify([...next]) : null);
  }
  return { marked, toggle, forget: () => remember(place, null) };
}
