import { Problem } from '../../core/api';
import { assessmentApi } from './api';
import { deviceAnswers, type AnswerStore, type DeviceAnswer } from './deviceAnswers';

/** What became of answers that an earlier page left on this device. `late` arrived after the end of their attempt. */
export interface Delivered { saved: number; late: number; waiting: number }

/** Brings what earlier pages left on this device to the server. What cannot go now stays where it is. */
export async function deliverKept(user: number, store: AnswerStore = deviceAnswers, send = assessmentApi.handOver): Promise<Delivered> {
  const told: Delivered = { saved: 0, late: 0, waiting: 0 };
  for (const answers of groups(await store.of(user))) {
    try {
      const { receipts } = await send(answers);
      told.saved += receipts.filter(receipt => receipt.outcome === 'saved').length;
      told.late += receipts.filter(receipt => receipt.outcome === 'late').length;
      await store.drop(answers);
    }
    catch (error) {
      if (!(error instanceof Problem))
        throw error;
      if (error.isPassing)
        told.waiting += answers.length;
      else
        await store.drop(answers);
    }
  }
  return told;
}

/** Answers of one page in one attempt travel together, in the order in which they were given. */
function groups(answers: DeviceAnswer[]): DeviceAnswer[][] {
  const byPage = new Map<string, DeviceAnswer[]>();
  for (const answer of [...answers].sort((a, b) => a.sequence - b.sequence)) {
    const page = `${answer.attempt} ${answer.client}`;
    byPage.set(page, [...byPage.get(page) ?? [], answer]);
  }
  return [...byPage.values()];
}
