import { Problem } from '../../core/api';
import { learningApi } from './api';
import { beatBody, beatTime, type Beat, type lessonBeats } from './lessonBeats';
import type { ProgressAnswer, ProgressNote } from './types';

/** A beat that is kept longer than this was not sent, or its answer was lost. */
const UNSENT_MS = 10_000;
const MOST_AT_ONCE = 50;

/** Whether the beat may come again: the server was not reached, is in trouble, or does not know who asks. */
const mayComeAgain = (problem: Problem) => problem.isOffline || problem.status >= 500 || problem.status === 429 || problem.status === 401;
const keyOf = (beat: Beat) => `${beat.client_id} ${beat.sequence}`;

/** Brings beats to the server and takes from the device what the server has, or will never take. */
export function beatDelivery(beats: () => ReturnType<typeof lessonBeats>, onAnswer: (id: number, answer: ProgressAnswer) => void) {
  const underWay = new Set<string>();
  let isCatchingUp = false;
  const unsent = () => beats().kept().filter(beat => beatTime() - beat.at > UNSENT_MS && !underWay.has(keyOf(beat))).slice(0, MOST_AT_ONCE);

  async function deliver(beat: Beat, film: Partial<ProgressNote>): Promise<void> {
    underWay.add(keyOf(beat));
    try {
      const answer = await learningApi.noteProgress(beat.lesson_id, { ...beatBody(beat), ...film });
      beats().drop([beat]);
      onAnswer(beat.lesson_id, answer);
    }
    catch (error) {
      if (!(error instanceof Problem))
        throw error;
      if (!mayComeAgain(error))
        beats().drop([beat]);
    }
    finally {
      underWay.delete(keyOf(beat));
    }
  }

  /** Sends what was kept, oldest first. The answers say which the server has; one it refuses need not come again. */
  async function catchUp(): Promise<void> {
    if (isCatchingUp)
      return;
    isCatchingUp = true;
    try {
      for (let some = unsent(); some.length; some = unsent()) {
        const { results } = await learningApi.noteLate(some.map(beatBody));
        beats().drop(results);
        if (!results.length)
          return;
      }
    }
    catch (error) {
      if (!(error instanceof Problem))
        throw error;
      if (!mayComeAgain(error))
        beats().drop(unsent());
    }
    finally {
      isCatchingUp = false;
    }
  }

  return { deliver, catchUp };
}
