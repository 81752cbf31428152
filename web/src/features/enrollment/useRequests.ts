import { useQueryCache } from '@pinia/colada';
import { ref } from 'vue';
import { askAgain, useAction, useApiPages } from '../../core/api';
import { useI18n } from '../../core/i18n';
import { useProblemText } from '../../core/problemText';
import { showToast } from '../../core/toasts';
import { enrollmentApi, enrollmentUrls } from './api';
import type { OpenRequest } from './types';

/** Open requests, and the answers to them. */
export function useRequests(path: () => string) {
  const { t } = useI18n();
  const words = useProblemText();
  const cache = useQueryCache();
  const list = useApiPages<OpenRequest>(path);
  const rejecting = ref<OpenRequest | null>(null);
  const answer = useAction((call: () => Promise<unknown>) => call());

  /** The number in the menu and the lists follow. */
  async function refresh(): Promise<void> {
    await Promise.all([list.refresh(), askAgain(cache, { key: [`${enrollmentUrls.allRequests}?limit=1`] })]);
  }

  async function run(call: () => Promise<unknown>, done: string): Promise<boolean> {
    const isDone = await answer.run(call);
    if (isDone)
      showToast(done);
    else if (answer.problem.value)
      showToast(words(answer.problem.value), { tone: 'error' });
    await refresh();
    return isDone;
  }

  const approve = (request: OpenRequest) => run(() => enrollmentApi.approve(request.enrollment_id), t('enrollment.requests.approved', { name: request.learner.display_name }));
  async function reject(reason: string): Promise<void> {
    const request = rejecting.value!;
    if (await run(() => enrollmentApi.reject(request.enrollment_id, reason), t('enrollment.requests.rejected', { name: request.learner.display_name })))
      rejecting.value = null;
  }

  return { list, rejecting, approve, reject, isPending: answer.isPending, problem: answer.problem };
}
