import type { Schemas } from '../../core/api';

export type Relation = Schemas['StudioRelation'];
export type Preview = Schemas['StudioPreview'];
export type Definition = Schemas['ReportDefinition'];
export type DefinitionEntry = Schemas['ReportDefinitionEntry'];
export type StudioChart = Schemas['StudioChart'];
export type Shares = Schemas['ReportShares'];
export type ShareChoices = Schemas['ShareChoices'];

/** What is being written: everything that is saved. */
export interface Draft {
  name: string;
  description: string;
  statement: string;
  chart: StudioChart | null;
}

/** May write reports of their own. */
export const MANAGE = 'reports:definition:manage';
