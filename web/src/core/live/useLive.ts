import { onScopeDispose } from 'vue';
import type { LiveMessage } from './LiveLink';
import { hearNews } from './live';

/** Calls `run` for news of these kinds while the component lives. */
export function useLive(kinds: readonly string[], run: (message: LiveMessage) => void): void {
  onScopeDispose(hearNews((message) => {
    if (kinds.includes(message.kind))
      run(message);
  }));
}
