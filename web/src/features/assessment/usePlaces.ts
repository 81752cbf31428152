import { computed, nextTick, ref, toValue, type MaybeRefOrGetter } from 'vue';
import type { Attempt, Slot } from './types';

/** Which questions of an attempt stand on the page, and how one goes from one to the next. */
export function usePlaces(attempt: MaybeRefOrGetter<Attempt>) {
  const here = ref(0);
  const slots = computed(() => toValue(attempt).slots);
  const isSingle = computed(() => toValue(attempt).navigation !== 'all');
  const isForward = computed(() => toValue(attempt).navigation === 'forward');
  const shown = computed(() => isSingle.value ? slots.value.slice(here.value, here.value + 1) : slots.value);
  const isFirst = computed(() => here.value === 0);
  const isLast = computed(() => isForward.value ? (slots.value[0]?.position ?? 0) >= toValue(attempt).slot_count : here.value >= slots.value.length - 1);

  /** The part that begins with this question on the page. */
  function partBefore(slot: Slot): Attempt['parts'][number] | undefined {
    const before = slots.value[slots.value.indexOf(slot) - 1];
    const part = toValue(attempt).parts.find(one => one.id === slot.part_id);
    return part && (part.title || part.introduction) && (isSingle.value || before?.part_id !== slot.part_id) ? part : undefined;
  }
  /** Shows the question and puts the focus on it. */
  async function go(slot: Slot): Promise<void> {
    if (isSingle.value)
      here.value = Math.max(0, slots.value.indexOf(slot));
    await nextTick();
    const card = document.querySelector<HTMLElement>(`[data-slot="${slot.id}"]`);
    card?.scrollIntoView({ block: isSingle.value ? 'nearest' : 'start' });
    card?.focus({ preventScroll: true });
  }
  const step = (by: number): void => {
    const next = slots.value[here.value + by];
    if (isSingle.value && next)
      void go(next);
  };
  return { shown, here, isSingle, isForward, isFirst, isLast, partBefore, go, step };
}
