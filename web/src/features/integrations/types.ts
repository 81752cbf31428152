import type { Schemas } from '../../core/api';

/** `problem` is the body of a problem, with what differs from an earlier import where that was the reason. */
export type ImportJob = Omit<Schemas['ImportJob'], 'problem'> & {
  problem: { code?: string; title?: string; detail?: string; differences?: string[] } | null;
};
export type ImportNode = Schemas['ImportNode'];
export type Outcome = ImportNode['outcome'];
