import { ref } from 'vue';
import { newKey, useAction } from '../../core/api';
import { useI18n } from '../../core/i18n';
import { useProblemText } from '../../core/problemText';
import { showToast } from '../../core/toasts';
import { coursesApi } from './api';
import { useOwnLists } from './useOwnLists';

export interface OwnCourse {
  enrollmentId: number;
  slug: string;
  title: string;
  /** Whether one click brings the learner back after leaving: then nothing is asked, and the notice has an undo. */
  canReturn: boolean;
}

/** What learners do with their own place: a break, going on, leaving. */
export function useOwnActs(own: () => OwnCourse, changed: () => void | Promise<void>) {
  const { t } = useI18n();
  const words = useProblemText();
  const refreshLists = useOwnLists();
  const isAsking = ref(false);
  const act = useAction(async (slug: string, call: () => Promise<unknown>) => {
    await call();
    await Promise.all([changed(), refreshLists(slug)]);
  });

  async function run(call: () => Promise<unknown>, done: 'paused' | 'resumed' | 'left' | 'back', undo?: () => void): Promise<boolean> {
    const { slug, title } = own();
    if (await act.run(slug, call)) {
      showToast(t(`seats.done.${done}`, { title }), undo ? { action: { label: t('courses.undo'), run: undo } } : {});
      return true;
    }
    if (act.problem.value)
      showToast(words(act.problem.value), { tone: 'error' });
    return false;
  }

  const resume = (id = own().enrollmentId) => run(() => coursesApi.resume(id), 'resumed');
  function pause(): Promise<boolean> {
    const id = own().enrollmentId;
    return run(() => coursesApi.pause(id), 'paused', () => void resume(id));
  }
  async function confirmLeave(): Promise<void> {
    const { enrollmentId, slug, canReturn } = own();
    const comeBack = () => void run(() => coursesApi.enroll(slug, {}, newKey()), 'back');
    await run(() => coursesApi.withdraw(enrollmentId), 'left', canReturn ? comeBack : undefined);
    isAsking.value = false;
  }
  function leave(): void {
    if (own().canReturn)
      void confirmLeave();
    else
      isAsking.value = true;
  }

  return { pause, resume: () => resume(), leave, confirmLeave, isAsking, isPending: act.isPending };
}
