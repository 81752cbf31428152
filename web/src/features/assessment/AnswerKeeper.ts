import { reactive } from 'vue';
import { Problem } from '../../core/api';
import type { AnswerStore, DeviceAnswer } from './deviceAnswers';
import type { AnswerReceipt, QuizResponse } from './types';

/** `device`: the server cannot be reached, the answer is safe on this device. `late`: it arrived after the end. */
export type KeepState = 'saving' | 'saved' | 'device' | 'late' | 'refused';
export interface Kept { state: KeepState; notice: string; problem: Problem | null }
/** Hands answers to the server; resolves with a receipt for each. */
export type SendAnswers = (answers: DeviceAnswer[]) => Promise<AnswerReceipt[]>;
interface Owner { user: number; attempt: string; client: string }

const TYPING_PAUSE_MS = 500;
const RETRY_MS = 3000;
const MOST_AT_ONCE = 100;

/**
 * Brings answers to the server and tells for each how that stands. An answer is on the device before it is sent and goes
 * from there only when the server has given a receipt; what cannot be sent now is tried until it arrives.
 */
export class AnswerKeeper {
  readonly states = reactive(new Map<number, Kept>());
  private readonly owed = new Map<number, DeviceAnswer>();
  private readonly waiters = new Set<() => void>();
  private sequence = 0;
  private isSending = false;
  private timer?: ReturnType<typeof setTimeout>;

  constructor(private readonly owner: Owner, private readonly store: AnswerStore, private readonly send: SendAnswers) {}

  /** Takes a new response. Typing is sent after a pause, a choice at once. */
  keep(slot: number, response: QuizResponse, isTyping = false, certainty: number | null = null): void {
    const answer: DeviceAnswer = { ...this.owner, slot, sequence: ++this.sequence, response, ...(certainty ? { certainty } : {}), at: Date.now() };
    this.owed.set(slot, answer);
    this.note(slot, 'saving');
    void this.store.put(answer);
    this.sendAfter(isTyping ? TYPING_PAUSE_MS : 0);
  }

  owes(slot: number): boolean {
    return this.owed.has(slot);
  }

  /** Sends what waits at once; resolves when nothing is owed any more. */
  flush(): Promise<void> {
    if (this.owed.size === 0)
      return Promise.resolve();
    this.sendAll();
    return new Promise((resolve) => { this.waiters.add(resolve); });
  }

  /** Sends what waits without waiting for it: the page is being left, or the network is back. */
  sendAll(): void {
    clearTimeout(this.timer);
    void this.deliver();
  }

  private note(slot: number, state: KeepState, notice = '', problem: Problem | null = null): void {
    this.states.set(slot, { state, notice, problem });
  }

  private sendAfter(milliseconds: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.deliver(), milliseconds);
  }

  private async deliver(): Promise<void> {
    const batch = [...this.owed.values()].sort((a, b) => a.sequence - b.sequence).slice(0, MOST_AT_ONCE);
    if (this.isSending || batch.length === 0)
      return;
    this.isSending = true;
    let pause = 0;
    try {
      const receipts = await this.send(batch);
      receipts.forEach((receipt, place) => this.onReceipt(batch[place]!, receipt));
    }
    catch (error) {
      if (!(error instanceof Problem))
        throw error;
      pause = this.onProblem(batch, error);
    }
    finally {
      this.isSending = false;
    }
    if (this.owed.size > 0)
      this.sendAfter(pause);
    else
      this.wake();
  }

  private onReceipt(answer: DeviceAnswer, receipt: AnswerReceipt): void {
    const isLatest = this.owed.get(answer.slot)?.sequence === answer.sequence;
    const problem = receipt.outcome === 'refused' ? new Problem({ status: 422, code: receipt.code, title: receipt.detail }) : null;
    if (isLatest) {
      this.owed.delete(answer.slot);
      this.note(answer.slot, receipt.outcome, receipt.notice, problem);
    }
    void this.store.drop([answer]);
  }

  /** Answers how long to wait before the next try, in milliseconds. */
  private onProblem(batch: DeviceAnswer[], problem: Problem): number {
    const { isPassing } = problem;
    for (const answer of batch) {
      this.note(answer.slot, isPassing ? 'device' : 'refused', '', problem);
      if (!isPassing && this.owed.get(answer.slot)?.sequence === answer.sequence)
        this.owed.delete(answer.slot);
    }
    if (!isPassing)
      void this.store.drop(batch);
    return isPassing ? RETRY_MS : 0;
  }

  private wake(): void {
    this.waiters.forEach(wake => wake());
    this.waiters.clear();
  }
}
