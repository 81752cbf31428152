import { onScopeDispose, watch } from 'vue';
import { DraftKeeper } from './DraftKeeper';
import type { Submission } from './types';

/** A keeper that lives with the calling component; it sends what waits when the connection is back, or the page goes. */
export function useDraft(assignment: number, owner: number, draft: Submission | null): DraftKeeper {
  const keeper = new DraftKeeper(assignment, owner, draft);
  watch([keeper.text, keeper.url], () => keeper.changed());
  const send = (): void => void keeper.save();
  window.addEventListener('online', send);
  document.addEventListener('visibilitychange', send);
  onScopeDispose(() => {
    send();
    window.removeEventListener('online', send);
    document.removeEventListener('visibilitychange', send);
  });
  return keeper;
}
