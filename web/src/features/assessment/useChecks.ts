import { nextTick, reactive, ref, shallowRef, watch } from 'vue';
import { announce } from '../../core/announce';
import { newKey, Problem } from '../../core/api';
import { useI18n } from '../../core/i18n';
import { assessmentApi } from './api';
import type { AnswerCheck, Attempt, QuizResponse, Slot } from './types';

const LAST_WAIT_MS = 3000;
/** Kinds of which nothing is checked at once: a text between questions, and what a person marks. */
const UNCHECKED: readonly string[] = ['description', 'essay', 'file'];

interface Keeper { owes: (slot: number) => boolean; flush: () => Promise<void> }

/** Checking single answers at once, in practice: what was told, and what is under way. */
export function useChecks(attempt: () => Attempt, language: () => string, keeper: Keeper) {
  const { t } = useI18n();
  const checks = reactive(new Map<number, AnswerCheck | null>());
  const pending = ref<number | null>(null);
  /** What went wrong with the last check, and with which question. */
  const fault = shallowRef<{ slot: number; problem: Problem } | null>(null);
  watch(() => attempt().slots, (slots) => {
    for (const slot of slots.filter(one => !checks.has(one.id)))
      checks.set(slot.id, slot.check ?? null);
  }, { immediate: true });

  const isOffered = (slot: Slot): boolean => Boolean(attempt().can_check) && !UNCHECKED.includes(slot.kind);
  const isSettled = (slot: Slot): boolean => checks.get(slot.id)?.is_last === true;

  /** The answer changed: what was told about the one before is over. */
  function forget(slot: Slot): void {
    if (!isSettled(slot))
      checks.set(slot.id, null);
    if (fault.value?.slot === slot.id)
      fault.value = null;
  }
  /** The server knows better: another device may have checked. */
  function take(slot: Slot): void {
    checks.set(slot.id, slot.check ?? null);
  }
  /** The question as it is shown: once settled, with its verdict. */
  function shownAs(slot: Slot): Slot {
    const check = checks.get(slot.id);
    return check?.is_last ? { ...slot, response: check.response, result: { ...check, points: null } } : slot;
  }
  function say(slot: Slot, check: AnswerCheck): void {
    const verdict = check.is_correct ? 'right' : check.share > 0 ? 'half' : 'not_yet';
    announce(t('assessment.check_told', { number: slot.position, verdict: t(`assessment.${verdict}`) }));
  }

  async function check(slot: Slot, response: QuizResponse | null, certainty: number | null, givesUp = false): Promise<void> {
    if (pending.value !== null || isSettled(slot))
      return;
    pending.value = slot.id;
    fault.value = null;
    const isByButton = document.activeElement?.closest('[data-check]') !== null;
    try {
      // What waits on this device goes first: afterwards it might find the question closed.
      if (keeper.owes(slot.id))
        await Promise.race([keeper.flush(), new Promise(resolve => setTimeout(resolve, LAST_WAIT_MS))]);
      const told = await assessmentApi.check(attempt().uuid, slot.id, { response: response ?? {} as QuizResponse, certainty, gives_up: givesUp }, newKey(), language());
      checks.set(slot.id, told);
      say(slot, told);
      await nextTick();
      // The button is gone, or off until the answer changes; its question keeps the place. Who pressed Enter while typing goes on typing.
      if (told.is_last || isByButton)
        document.querySelector<HTMLElement>(`[data-slot="${slot.id}"]`)?.focus({ preventScroll: true });
    }
    catch (error) {
      if (!(error instanceof Problem))
        throw error;
      fault.value = { slot: slot.id, problem: error };
    }
    finally {
      pending.value = null;
    }
  }
  const problemOf = (slot: Slot): Problem | null => fault.value?.slot === slot.id ? fault.value.problem : null;
  return { checks, pending, isOffered, isSettled, forget, take, shownAs, check, problemOf };
}
