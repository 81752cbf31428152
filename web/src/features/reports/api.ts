import { http, newKey } from '../../core/api';
import type { FileFormat, ReportExport } from './types';

const FILES = '/api/v1/report-exports';

export const reportsApi = {
  ask: (report: string, format: FileFormat, filters: Record<string, string>, order: string) =>
    http.post<ReportExport>(FILES, { report, format, filters, order }, { headers: { 'Idempotency-Key': newKey() } }),
  file: (uuid: string) => http.get<ReportExport>(`${FILES}/${uuid}`),
  retry: (uuid: string) => http.post<ReportExport>(`${FILES}/${uuid}/retry`),
  remove: (uuid: string) => http.delete(`${FILES}/${uuid}`),
};
