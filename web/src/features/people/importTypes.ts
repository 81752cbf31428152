import type { Schemas } from '../../core/api';

/** `problem` is the body of a problem. */
export type PeopleImport = Omit<Schemas['PeopleImport'], 'problem'> & {
  problem: { code?: string; title?: string; detail?: string; file?: string } | null;
};
export type PeopleImportRow = Schemas['PeopleImportRow'];
export type PeopleImportChoices = Schemas['PeopleImportChoices'];
export type PeopleImportOptions = Schemas['PeopleImportOptionsRequest'];
export type ImportOutcome = PeopleImportRow['outcome'];
