import { reactive } from 'vue';
import { Problem } from '../../core/api';
import type { QuizResponse, SavedAnswer } from './types';

export type KeepState = 'saving' | 'saved' | 'waiting' | 'refused';
export interface Kept { state: KeepState; notice: string; problem: Problem | null }
export type SendAnswer = (slotId: number, response: QuizResponse) => Promise<SavedAnswer>;
interface Owed { response: QuizResponse; isSending: boolean; timer?: ReturnType<typeof setTimeout> }

const TYPING_PAUSE_MS = 500;
const RETRY_MS = 3000;

/**
 * Brings answers to the server and tells for each how that stands. One request a question at a time, the latest
 * response wins, and what cannot be sent now (no connection, server restarting) is tried until it arrives.
 */
export class AnswerKeeper {
  readonly states = reactive(new Map<number, Kept>());
  private readonly owed = new Map<number, Owed>();
  private readonly waiters = new Set<() => void>();

  constructor(private readonly send: SendAnswer) {}

  /** Takes a new response. Typing is sent after a pause, a choice at once. */
  keep(slotId: number, response: QuizResponse, isTyping = false): void {
    const debt = this.owed.get(slotId) ?? { response, isSending: false };
    clearTimeout(debt.timer);
    debt.response = response;
    this.owed.set(slotId, debt);
    this.note(slotId, 'saving');
    debt.timer = setTimeout(() => void this.deliver(slotId), isTyping ? TYPING_PAUSE_MS : 0);
  }

  /** Sends what waits at once; resolves when nothing is owed any more. */
  flush(): Promise<void> {
    if (this.owed.size === 0)
      return Promise.resolve();
    this.sendAll();
    return new Promise((resolve) => { this.waiters.add(resolve); });
  }

  /** Sends what waits without waiting for it: the page is being left. */
  sendAll(): void {
    for (const [slotId, debt] of this.owed) {
      clearTimeout(debt.timer);
      void this.deliver(slotId);
    }
  }

  private note(slotId: number, state: KeepState, notice = '', problem: Problem | null = null): void {
    this.states.set(slotId, { state, notice, problem });
  }

  private async deliver(slotId: number): Promise<void> {
    const debt = this.owed.get(slotId);
    if (!debt || debt.isSending)
      return;
    debt.isSending = true;
    const { response } = debt;
    try {
      const { notice } = await this.send(slotId, response);
      this.note(slotId, 'saved', notice);
      this.settle(slotId, response);
    }
    catch (error) {
      if (!(error instanceof Problem))
        throw error;
      this.onProblem(slotId, response, error);
    }
    finally {
      debt.isSending = false;
    }
    // Typed on while the request ran.
    const next = this.owed.get(slotId);
    if (next && next.response !== response) {
      this.note(slotId, 'saving');
      void this.deliver(slotId);
    }
  }

  private settle(slotId: number, sent: QuizResponse): void {
    if (this.owed.get(slotId)?.response === sent)
      this.owed.delete(slotId);
    if (this.owed.size > 0)
      return;
    this.waiters.forEach(wake => wake());
    this.waiters.clear();
  }

  private onProblem(slotId: number, response: QuizResponse, problem: Problem): void {
    const isPassing = problem.isOffline || problem.status >= 500 || problem.status === 429;
    this.note(slotId, isPassing ? 'waiting' : 'refused', '', problem);
    const debt = this.owed.get(slotId);
    if (isPassing && debt)
      debt.timer = setTimeout(() => void this.deliver(slotId), RETRY_MS);
    else
      this.settle(slotId, response);
  }
}
