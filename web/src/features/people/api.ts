import { apiFetch, buildUrl, http, type QueryValue } from '../../core/api';
import type { BulkReport, CustomField, Invitation, JobRole, PersonalFacts, PersonPage, SavedView } from './types';
import type { Schemas } from '../../core/api';

const one = (id: number): string => `/api/v1/people/${id}`;

export const peopleApi = {
  act: (act: string, ids: readonly number[], more: Record<string, unknown> = {}) => http.post<BulkReport>('/api/v1/people/bulk', { act, ids, ...more }),
  saveView: (view: Omit<SavedView, 'id'>) => http.post<SavedView>('/api/v1/people/views', view),
  deleteView: (id: number) => http.delete(`/api/v1/people/views/${id}`),
  change: (id: number, changes: Record<string, unknown>) => http.patch<PersonPage>(one(id), changes),
  unlock: (id: number) => http.post<PersonPage>(`${one(id)}/unlock`),
  sendPasswordMail: (id: number) => http.post(`${one(id)}/password-mail`),
  facts: (id: number) => http.get<PersonalFacts>(`${one(id)}/personal-facts`),
  governmentId: (id: number) => http.get<Schemas['GovernmentId']>(`/api/v1/people/${id}/government-id`),
  byGovernmentId: (government_id: string) => http.post<Schemas['PeopleFound']>('/api/v1/people-by-government-id', { government_id }),
  saveGovernmentId: (id: number, government_id: string) => http.put<Schemas['GovernmentId']>(`/api/v1/people/${id}/government-id`, { government_id }),
  saveFacts: (id: number, facts: PersonalFacts) => http.patch<PersonalFacts>(`${one(id)}/personal-facts`, facts),
  saveProfile: (id: number, kind: 'student' | 'instructor', facts: Record<string, unknown>) => http.put<PersonPage>(`${one(id)}/${kind}-profile`, facts),
  removeProfile: (id: number, kind: 'student' | 'instructor') => http.delete(`${one(id)}/${kind}-profile`),
  saveFields: (id: number, values: Record<string, string>) => http.put<PersonPage>(`${one(id)}/custom-fields`, { values }),
  saveJobRoles: (id: number, job_roles: readonly number[]) => http.put<PersonPage>(`${one(id)}/job-roles`, { job_roles }),
  endSession: (id: number, session: number) => http.delete(`${one(id)}/sessions/${session}`),
  endSessions: (id: number) => http.delete(`${one(id)}/sessions`),
  grantRole: (id: number, role: string) => http.post<PersonPage>(`${one(id)}/roles`, { role }),
  revokeRole: (id: number, query: Record<string, QueryValue>) => http.delete(buildUrl(`${one(id)}/roles`, query)),
  invite: (body: { people: { email: string; first_name?: string; last_name?: string }[]; roles: string[]; language: string }) => http.post<Schemas['InviteReport']>('/api/v1/invitations', body),
  resend: (id: number) => http.post<Invitation>(`/api/v1/invitations/${id}/resend`),
  revoke: (id: number) => http.post<Invitation>(`/api/v1/invitations/${id}/revoke`),
  addField: (field: Record<string, unknown>) => http.post<CustomField>('/api/v1/custom-fields', field),
  changeField: (id: number, changes: Record<string, unknown>) => http.patch<CustomField>(`/api/v1/custom-fields/${id}`, changes),
  archiveField: (id: number) => http.delete(`/api/v1/custom-fields/${id}`),
  orderFields: (ids: readonly number[]) => http.put('/api/v1/custom-fields/order', { ids }),
  addJobRole: (role: { name: string; code: string }) => http.post<JobRole>('/api/v1/job-roles', role),
  archiveJobRole: (id: number) => http.delete(`/api/v1/job-roles/${id}`),
  merge: (keep: number, drop: number, take: readonly string[]) => http.post('/api/v1/people/merges', { keep, drop, take }),
};

/** Saves the list as a file. Asked by `fetch`, so that a wanted proof of who asks can be given first. */
export async function downloadPeople(query: Record<string, QueryValue>): Promise<void> {
  const response = await apiFetch(buildUrl('/api/v1/people.csv', query));
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await response.blob());
  link.download = 'people.csv';
  link.click();
  URL.revokeObjectURL(link.href);
}
