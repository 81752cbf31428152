import { onBeforeUnmount, onMounted, toValue, watch, type MaybeRefOrGetter } from 'vue';
import { useSessionStore } from '../../core/auth';
import { beatDelivery } from './beatDelivery';
import { lessonBeats } from './lessonBeats';
import type { ProgressAnswer, ProgressNote } from './types';
import { useLearningTime } from './useLearningTime';

const NOTE_EVERY_MS = 30_000;
const SECONDS_ONLY = { focus_seconds: 0, idle_seconds: 0, interactions: 0 };

/**
 * Tells the server about time in a lesson every half minute, when the page is hidden and when the lesson changes.
 * `extra` adds what the video knows. Every beat is kept on the device until the server has it: one that found no
 * network comes later, and counts as the time at which it was made.
 */
export function useLessonClock(lessonId: MaybeRefOrGetter<number | null>, extra: () => Partial<ProgressNote>, onAnswer: (id: number, answer: ProgressAnswer) => void) {
  const session = useSessionStore();
  const time = useLearningTime();
  const beats = () => lessonBeats(session.me?.id ?? 0);
  const { deliver, catchUp } = beatDelivery(beats, onAnswer);
  let timer: ReturnType<typeof setInterval> | undefined;

  async function send(id = toValue(lessonId), isFirst = false): Promise<void> {
    if (id === null)
      return;
    const measure = time.take();
    const film = extra();
    if (!isFirst && measure.seconds < 1 && Object.keys(film).length === 0)
      return;
    const isDetailed = session.me?.settings.is_session_detail_on !== false;
    const beat = beats().add(id, isDetailed ? measure : { ...measure, ...SECONDS_ONLY }, film);
    await catchUp();
    await deliver(beat, film);
  }

  const onVisibility = () => void send();
  const onOnline = () => void catchUp();

  watch(() => toValue(lessonId), (id, before) => {
    if (before)
      void send(before);
    else
      time.reset();
    if (id)
      void send(id, true);
  }, { immediate: true });
  onMounted(() => {
    timer = setInterval(() => void send(), NOTE_EVERY_MS);
    document.addEventListener('visibilitychange', onVisibility);
    addEventListener('online', onOnline);
  });
  onBeforeUnmount(() => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', onVisibility);
    removeEventListener('online', onOnline);
    void send();
  });

  return { send };
}
