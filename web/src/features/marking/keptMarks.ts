import { recall, remember } from '../../core/storage';
import type { Mark } from './types';

export interface KeptMark { version: number; mark: Mark }

/** Marks that have not reached the server, on this device, of one marker and one assignment. */
export function keptMarks(owner: number, assignment: string) {
  const key = `marks.${owner}.${assignment}`;
  const read = (): Record<string, KeptMark> => JSON.parse(recall(key) ?? '{}') as Record<string, KeptMark>;
  function write(all: Record<string, KeptMark>): void {
    remember(key, Object.keys(all).length ? JSON.stringify(all) : null);
  }
  return {
    all: read,
    keep(uuid: string, kept: KeptMark): void {
      write({ ...read(), [uuid]: kept });
    },
    drop(uuid: string): void {
      write(Object.fromEntries(Object.entries(read()).filter(([name]) => name !== uuid)));
    },
  };
}
