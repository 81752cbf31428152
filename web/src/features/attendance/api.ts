import { http, newKey, type Schemas } from '../../core/api';
import type { Code, Plan, Preview, Roster, Session, State } from './types';

const one = (id: number) => `/api/v1/attendance-sessions/${id}`;

/** The wall code of a meeting, looked for in the course: not found when the meeting is of another. */
const checkIn = (slug: string, id: number) => `${one(id)}/check-in?course=${encodeURIComponent(slug)}`;

export const attendanceUrls = {
  plan: (slug: string) => `/api/v1/courses/${slug}/attendance/plan`,
  sessions: (slug: string) => `/api/v1/courses/${slug}/attendance/sessions`,
  session: one,
  history: (id: number, enrollment: number) => `${one(id)}/history/${enrollment}`,
};

export interface Presence {
  enrollment_id: number;
  state: State;
  note?: string;
}

export const attendanceApi = {
  savePlan: (slug: string, plan: Schemas['AttendancePlanWriteRequest']) => http.put<Plan>(attendanceUrls.plan(slug), plan),
  add: (slug: string, session: Schemas['AttendanceSessionWriteRequest']) =>
    http.post<Session>(attendanceUrls.sessions(slug), session, { headers: { 'Idempotency-Key': newKey() } }),
  change: (id: number, session: Schemas['AttendanceSessionWriteRequest']) => http.put<Session>(one(id), session),
  remove: (id: number) => http.delete(one(id)),
  take: (id: number, records: readonly Presence[], source: 'staff' | 'file' = 'staff') => http.post<Roster>(`${one(id)}/records`, { records, source }),
  fill: (id: number, state: State) => http.post<Roster>(`${one(id)}/fill`, { state }),
  close: (id: number) => http.post<Roster>(`${one(id)}/close`, {}),
  code: (slug: string, id: number) => http.get<Code>(checkIn(slug, id)),
  open: (slug: string, id: number, minutes: number) => http.post<Code>(checkIn(slug, id), { minutes }),
  stop: (slug: string, id: number) => http.delete(checkIn(slug, id)),
  preview: (id: number, file: File) => {
    const form = new FormData();
    form.append('file', file);
    return http.post<Preview>(`${one(id)}/preview`, form);
  },
  checkIn: (code: string, device: string) => http.post<Schemas['CheckedIn']>('/api/v1/my/check-in', { code, device }),
};
