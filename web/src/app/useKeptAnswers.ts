import { useEventListener } from '@vueuse/core';
import { onMounted } from 'vue';
import { reportBug } from '../core/bugs';
import { useSessionStore } from '../core/auth';
import { owedFlag, recall } from '../core/storage';

/** Answers to quizzes that an earlier page left on this device go to the server from any page, as soon as it can be reached. */
export function useKeptAnswers(): void {
  const session = useSessionStore();

  async function bring(): Promise<void> {
    const user = session.me?.id;
    if (!user || !recall(owedFlag(user)))
      return;
    const { deliverKept } = await import('../features/assessment/keptAnswers');
    await deliverKept(user);
  }
  const tryIt = () => void bring().catch(reportBug);
  onMounted(tryIt);
  useEventListener(window, 'online', tryIt);
}
