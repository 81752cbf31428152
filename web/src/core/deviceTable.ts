/** A table in this device's own database, of rows that must outlive the page. Every act fails where the browser gives no database. */
export interface DeviceTable<Row> {
  /** Resolves when the row is on disk: a browser that is killed afterwards has it. */
  put: (row: Row) => Promise<void>;
  all: () => Promise<Row[]>;
  /** Several acts in one transaction. */
  change: (act: (table: IDBObjectStore) => void) => Promise<void>;
}

function opened(name: string, table: string, key: string[]): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(table, { keyPath: key });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('no device store'));
  });
}

/** The table of that name in a database of its own; `key` names the properties that tell rows apart. */
export function deviceTable<Row>(name: string, table: string, key: string[]): DeviceTable<Row> {
  async function within<T>(mode: IDBTransactionMode, act: (rows: IDBObjectStore) => IDBRequest<T> | void): Promise<T | undefined> {
    const database = await opened(name, table, key);
    try {
      return await new Promise<T | undefined>((resolve, reject) => {
        const transaction = database.transaction(table, mode, { durability: 'strict' });
        const request = act(transaction.objectStore(table));
        transaction.oncomplete = () => resolve(request?.result);
        transaction.onabort = () => reject(transaction.error ?? new Error('the device refused'));
      });
    }
    finally {
      database.close();
    }
  }
  return {
    async put(row) {
      // Plain data: the database cannot keep what the page watches.
      const plain = JSON.parse(JSON.stringify(row)) as Row;
      await within('readwrite', rows => rows.put(plain));
    },
    all: async () => await within<Row[]>('readonly', rows => rows.getAll() as IDBRequest<Row[]>) ?? [],
    change: act => within('readwrite', act).then(() => undefined),
  };
}
