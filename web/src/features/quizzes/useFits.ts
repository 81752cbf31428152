import { computed, ref, toValue, watch, type ComputedRef, type MaybeRefOrGetter } from 'vue';
import { http, useAction, type Schemas } from '../../core/api';
import { sentDraw } from './placing';
import type { Draw, Question } from './types';

const PAUSE_MS = 400;

/** How many questions fit each draw as it is being written, asked of the server after a pause. */
export function useFits(lessonId: number, draws: ComputedRef<Draw[]>, questions: MaybeRefOrGetter<Question[]>) {
  const counts = ref(new Map<string, number>());
  const isShort = ref(false);
  const asked = computed(() => {
    const ready = draws.value.filter(draw => draw.bank_id > 0 && draw.count > 0);
    return { keys: ready.map(draw => draw.key), body: JSON.stringify({ draws: ready.map(draw => ({ ...sentDraw(draw), points: '1' })), questions: toValue(questions).flatMap(one => one.uuid ? [one.uuid] : []) }) };
  });
  const asking = useAction(async () => {
    const { keys, body } = asked.value;
    if (keys.length === 0) {
      isShort.value = false;
      return;
    }
    const found = await http.post<Schemas['Fits']>(`/api/v1/lessons/${lessonId}/quiz/fits`, JSON.parse(body) as object);
    counts.value = new Map(keys.map((key, place) => [key, found.counts[place] ?? 0]));
    isShort.value = !found.is_enough;
    // Changed while it was asked: asked again.
    if (asked.value.body !== body)
      later();
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  function later(): void {
    clearTimeout(timer);
    timer = setTimeout(() => void asking.run(), PAUSE_MS);
  }
  watch(() => asked.value.body, later, { immediate: true });
  return { isShort, countOf: (key: string): number | null => counts.value.get(key) ?? null };
}
