import { computed, ref, watch } from 'vue';
import type { Rubric } from '../submissions';
import type { GivenLevels } from './rubricWorth';

/** Which criterion the number keys mean: the first one that is open, unless the marker chose another. */
export function useRubricKeys(rubric: () => Rubric | null, mark: () => { levels: GivenLevels } | undefined, submission: () => string, choose: (criterion: string, level: string) => void) {
  const active = ref(0);
  const criteria = computed(() => rubric()?.criteria ?? []);
  watch(submission, () => { active.value = firstOpen(); }, { immediate: true });
  watch(() => mark() !== undefined, () => { active.value = firstOpen(); });

  function firstOpen(): number {
    const place = criteria.value.findIndex(one => !mark()?.levels[one.uuid]);
    return Math.max(0, place);
  }
  function step(by: number): void {
    active.value = Math.min(Math.max(0, active.value + by), Math.max(0, criteria.value.length - 1));
  }
  function take(number: number): void {
    const criterion = criteria.value[active.value];
    const level = criterion?.levels[number - 1];
    if (!criterion || !level)
      return;
    choose(criterion.uuid, level.uuid);
    step(1);
  }
  return { active, step, take };
}
