import { onScopeDispose } from 'vue';
import { MarkingDesk } from './MarkingDesk';
import type { MarkingTask } from './types';

/** A desk that lives with the calling component; it sends what waits when the connection is back, or the page goes. */
export function useMarking(assignment: string, owner: number, task: () => MarkingTask | undefined): MarkingDesk {
  const desk = new MarkingDesk(assignment, owner, task);
  const send = (): void => void desk.saveAll();
  window.addEventListener('online', send);
  onScopeDispose(() => {
    window.removeEventListener('online', send);
    send();
  });
  return desk;
}
