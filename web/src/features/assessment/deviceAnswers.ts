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

const NAME = 'edusync-answers';
const TABLE = 'answers';
type Key = [attempt: string, client: string, slot: number];
const keyOf = (answer: DeviceAnswer): Key => [answer.attempt, answer.client, answer.slot];

function opened(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(TABLE, { keyPath: ['attempt', 'client', 'slot'] });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('no device store'));
  });
}

/** Runs `act` in one transaction that is on disk when this resolves: a browser that is killed afterwards has it. */
async function within<T>(mode: IDBTransactionMode, act: (table: IDBObjectStore) => IDBRequest<T> | undefined): Promise<T | undefined> {
  const database = await opened();
  try {
    return await new Promise<T | undefined>((resolve, reject) => {
      const transaction = database.transaction(TABLE, mode, { durability: 'strict' });
      const request = act(transaction.objectStore(TABLE));
      transaction.oncomplete = () => resolve(request?.result);
      transaction.onabort = () => reject(transaction.error ?? new Error('the device refused'));
    });
  }
  finally {
    database.close();
  }
}

const onDisk: AnswerStore = {
  async put(answer) {
    // Plain data: the database cannot keep what the page watches.
    const plain = JSON.parse(JSON.stringify(answer)) as DeviceAnswer;
    await within('readwrite', table => table.put(plain));
    remember(owedFlag(answer.user), '1');
  },
  async of(user) {
    const all = await within<DeviceAnswer[]>('readonly', table => table.getAll() as IDBRequest<DeviceAnswer[]>) ?? [];
    return all.filter(answer => answer.user === user);
  },
  async drop(answers) {
    await within('readwrite', (table) => {
      for (const answer of answers) {
        const found = table.get(keyOf(answer)) as IDBRequest<DeviceAnswer | undefined>;
        found.onsuccess = () => {
          if (found.result?.sequence === answer.sequence)
            table.delete(keyOf(answer));
        };
      }
      return undefined;
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
