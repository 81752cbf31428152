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

export type ReportSchedule = Schemas['ReportSchedule'];
export type ReportReceiver = Schemas['ReportReceiver'];
export type ScheduleValues = Pick<ReportSchedule, 'cadence' | 'weekday' | 'day_of_month' | 'hour' | 'format'> & { receivers: number[] };
