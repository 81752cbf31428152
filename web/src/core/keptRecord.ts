import { recall, remember } from './storage';

/** Values by name that have not reached the server, under one key of this device's storage. */
export interface KeptRecord<Value> {
  all: () => Record<string, Value>;
  keep: (name: string | number, value: Value) => void;
  drop: (name: string | number) => void;
}

export function keptRecord<Value>(key: string): KeptRecord<Value> {
  const all = (): Record<string, Value> => JSON.parse(recall(key) ?? '{}') as Record<string, Value>;
  const write = (values: Record<string, Value>): void => remember(key, Object.keys(values).length ? JSON.stringify(values) : null);
  return {
    all,
    keep: (name, value) => write({ ...all(), [name]: value }),
    drop: name => write(Object.fromEntries(Object.entries(all()).filter(([one]) => one !== String(name)))),
  };
}
