import { http, newKey } from '../../core/api';
import type { CourseVersion, ExportJob, Pushed } from './types';

const once = () => ({ headers: { 'Idempotency-Key': newKey() } });
const base = (slug: string) => `/api/v1/courses/${slug}`;

export const versionsApi = {
  save: (slug: string, notes: string) => http.post<CourseVersion>(`${base(slug)}/versions`, { notes }, once()),
  /** Brings the course back, or only the lessons named. `undo` is the version that takes it back. */
  restore: (slug: string, number: number, lessons?: string[]) => http.post<{ restored: number; undo: number }>(`${base(slug)}/versions/${number}/restore`, lessons ? { lessons } : {}, once()),
  export: (slug: string, code: string) => http.post<ExportJob>(`${base(slug)}/exports/${code}`, {}, once()),
  push(slug: string, file: File, isDryRun: boolean, isForced: boolean): Promise<Pushed> {
    const form = new FormData();
    form.append('file', file);
    form.append('is_dry_run', String(isDryRun));
    form.append('is_forced', String(isForced));
    return http.post<Pushed>(`${base(slug)}/code`, form);
  },
};
