import { computed, onScopeDispose } from 'vue';
import { AnswerKeeper, type SendAnswer } from './AnswerKeeper';

/** An answer keeper that lives with the calling component and sends what waits when that goes. */
export function useAnswerKeeper(send: SendAnswer) {
  const keeper = new AnswerKeeper(send);
  const hasUnsaved = computed(() => [...keeper.states.values()].some(kept => kept.state === 'saving' || kept.state === 'waiting'));
  onScopeDispose(() => keeper.sendAll());
  return { states: keeper.states, keep: keeper.keep.bind(keeper), flush: keeper.flush.bind(keeper), hasUnsaved };
}
