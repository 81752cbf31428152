import { deviceTable } from '../../core/deviceTable';
import { owedFlag, remember } from '../../core/storage';
import type { QuizResponse } from './types';

/** An answer as the device keeps it until the server has given a receipt for it. */
export interface DeviceAnswer {
  user: number;
  attempt: string;
  /** Names the page that took the answer; with `sequence` it tells this answer from all others. */
  client: string;
  slot: number;
  sequence: number;
  response: QuizResponse;
  /** How sure the learner is, where the quiz asks. */
  certainty?: number;
  /** When it was given, by this device's clock. */
  at: number;
}

export interface AnswerStore {
  put: (answer: DeviceAnswer) => Promise<void>;
  of: (user: number) => Promise<DeviceAnswer[]>;
  /** Takes these away, but not what was written over them meanwhile. */
  drop: (answers: DeviceAnswer[]) => Promise<void>;
}

type Key = [attempt: string, client: string, slot: number];
const keyOf = (answer: DeviceAnswer): Key => [answer.attempt, answer.client, answer.slot];
const table = deviceTable<DeviceAnswer>('edusync-answers', 'answers', ['attempt', 'client', 'slot']);

const onDisk: AnswerStore = {
  async put(answer) {
    await table.put(answer);
    remember(owedFlag(answer.user), '1');
  },
  async of(user) {
    return (await table.all()).filter(answer => answer.user === user);
  },
  async drop(answers) {
    await table.change((rows) => {
      for (const answer of answers) {
        const found = rows.get(keyOf(answer)) as IDBRequest<DeviceAnswer | undefined>;
        found.onsuccess = () => {
          if (found.result?.sequence === answer.sequence)
            rows.delete(keyOf(answer));
        };
      }
    });
    for (const user of new Set(answers.map(answer => answer.user))) {
      if ((await onDisk.of(user)).length === 0)
        remember(owedFlag(user), null);
    }
  },
};

/** Lasts as long as the page, where the browser gives no database. */
export function inMemory(): AnswerStore {
  const kept = new Map<string, DeviceAnswer>();
  return {
    put: async (answer) => { kept.set(keyOf(answer).join(' '), answer); },
    of: async user => [...kept.values()].filter(answer => answer.user === user),
    drop: async answers => answers.forEach((answer) => {
      const key = keyOf(answer).join(' ');
      if (kept.get(key)?.sequence === answer.sequence)
        kept.delete(key);
    }),
  };
}

const memory = inMemory();

/** The store of this device: on disk, or in memory where that fails (private windows of some browsers). */
export const deviceAnswers: AnswerStore = {
  put: answer => onDisk.put(answer).catch(() => memory.put(answer)),
  of: async user => [...await onDisk.of(user).catch(() => []), ...await memory.of(user)],
  drop: async (answers) => {
    await memory.drop(answers);
    await onDisk.drop(answers).catch(() => undefined);
  },
};
