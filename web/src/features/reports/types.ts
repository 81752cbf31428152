import type { Schemas } from '../../core/api';

export type Report = Schemas['Report'];
export type ReportEntry = Schemas['ReportEntry'];
export type ReportColumn = Schemas['ReportColumn'];
export type ReportFilter = Schemas['ReportFilter'];
export type ReportExport = Schemas['ReportExport'];
export type ReportChart = Schemas['ReportChart'];
export type ReportRows = Schemas['ReportRows'];
export type Row = readonly unknown[];
export type FileFormat = ReportExport['format'];

export const formats: readonly FileFormat[] = ['pdf', 'xlsx', 'csv'];
