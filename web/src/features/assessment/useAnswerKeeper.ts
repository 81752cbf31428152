import { computed, onScopeDispose } from 'vue';
import { newKey } from '../../core/api';
import { AnswerKeeper, type KeepState, type SendAnswers } from './AnswerKeeper';
import { deviceAnswers, type AnswerStore } from './deviceAnswers';

/** An answer keeper that lives with the calling component, hears when the network is back and sends what waits when it goes. */
export function useAnswerKeeper(user: number, attempt: string, send: SendAnswers, store: AnswerStore = deviceAnswers) {
  const keeper = new AnswerKeeper({ user, attempt, client: newKey() }, store, send);
  const count = (state: KeepState) => [...keeper.states.values()].filter(kept => kept.state === state).length;
  const hasUnsaved = computed(() => count('saving') + count('device') > 0);
  const isOffline = computed(() => count('device') > 0);
  const late = computed(() => count('late'));
  const onOnline = () => keeper.sendAll();
  addEventListener('online', onOnline);
  onScopeDispose(() => {
    removeEventListener('online', onOnline);
    keeper.sendAll();
  });
  return { states: keeper.states, keep: keeper.keep.bind(keeper), flush: keeper.flush.bind(keeper), owes: keeper.owes.bind(keeper), hasUnsaved, isOffline, late };
}
