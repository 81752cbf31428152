import type { Attempt, Slot } from './types';

interface Passage { id: number; title: string; content: object }

/** The passage to be shown before this question: where it begins among those shown, or each time when one stands alone. */
export function passageBefore(attempt: Attempt, shown: readonly Slot[], slot: Slot): Passage | undefined {
  const { passages = [] } = attempt as Attempt & { passages?: Passage[] };
  const idOf = (one: Slot | undefined): number | null => (one as (Slot & { passage_id?: number | null }) | undefined)?.passage_id ?? null;
  const before = shown[shown.indexOf(slot) - 1];
  return before && idOf(before) === idOf(slot) ? undefined : passages.find(one => one.id === idOf(slot));
}
