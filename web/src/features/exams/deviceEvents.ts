/** Something the page noticed, as the device keeps it until the server has it. What was typed or pasted is never part of it. */
export interface DeviceEvent {
  quiz: number;
  /** Names the page; with `sequence` it tells this event from all others. */
  client: string;
  sequence: number;
  kind: EventKind;
  seconds: number | null;
  /** When it happened, by this device's clock. */
  at: number;
}
export type EventKind = 'focus_lost' | 'focus_back' | 'full_screen_left' | 'full_screen_back' | 'full_screen_refused' | 'paste' | 'copy' | 'offline' | 'second_page';

export interface EventStore {
  put: (event: DeviceEvent) => Promise<void>;
  of: (quiz: number) => Promise<DeviceEvent[]>;
  drop: (events: DeviceEvent[]) => Promise<void>;
}

const NAME = 'edusync-exam-events';
const TABLE = 'events';

function opened(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(TABLE, { keyPath: ['quiz', 'client', 'sequence'] });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('no device store'));
  });
}

async function within<T>(mode: IDBTransactionMode, act: (table: IDBObjectStore) => IDBRequest<T> | undefined): Promise<T | undefined> {
  const database = await opened();
  try {
    return await new Promise<T | undefined>((resolve, reject) => {
      const transaction = database.transaction(TABLE, mode);
      const request = act(transaction.objectStore(TABLE));
      transaction.oncomplete = () => resolve(request?.result);
      transaction.onabort = () => reject(transaction.error ?? new Error('the device refused'));
    });
  }
  finally {
    database.close();
  }
}

const kept = new Map<string, DeviceEvent>();
const keyOf = (event: DeviceEvent) => [event.quiz, event.client, event.sequence].join(' ');

/** On disk, or as long as the page lives where the browser gives no database. */
export const deviceEvents: EventStore = {
  async put(event) {
    kept.set(keyOf(event), event);
    await within('readwrite', table => table.put(event)).catch(() => undefined);
  },
  async of(quiz) {
    const stored = await within<DeviceEvent[]>('readonly', table => table.getAll() as IDBRequest<DeviceEvent[]>).catch(() => []) ?? [];
    const all = new Map([...stored, ...kept.values()].map(event => [keyOf(event), event]));
    return [...all.values()].filter(event => event.quiz === quiz).sort((a, b) => a.at - b.at);
  },
  async drop(events) {
    for (const event of events)
      kept.delete(keyOf(event));
    await within('readwrite', (table) => {
      for (const event of events)
        table.delete([event.quiz, event.client, event.sequence]);
      return undefined;
    }).catch(() => undefined);
  },
};
