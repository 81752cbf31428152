import { http, newKey } from '../../core/api';
import type { ReportSchedule, ScheduleValues } from './types';

const SCHEDULES = '/api/v1/report-schedules';

export const schedulesApi = {
  create: (report: string, filters: Record<string, string>, order: string, values: ScheduleValues, key = newKey()) =>
    http.post<ReportSchedule>(SCHEDULES, { report, filters, order, ...values }, { headers: { 'Idempotency-Key': key } }),
  change: (schedule: ReportSchedule, values: Partial<ScheduleValues> & { is_on?: boolean }) =>
    http.patch<ReportSchedule>(`${SCHEDULES}/${schedule.uuid}`, values, { headers: { 'If-Match': `"${schedule.row_version}"` } }),
  run: (uuid: string) => http.post<ReportSchedule>(`${SCHEDULES}/${uuid}/run`),
  remove: (uuid: string) => http.delete(`${SCHEDULES}/${uuid}`),
  subscribe: (uuid: string) => http.put<ReportSchedule>(`${SCHEDULES}/${uuid}/subscription`),
  unsubscribe: (uuid: string) => http.delete<ReportSchedule>(`${SCHEDULES}/${uuid}/subscription`),
};
