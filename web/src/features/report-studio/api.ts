import { http, newKey } from '../../core/api';
import type { Definition, Draft, Preview, ShareChoices, Shares, StudioChart } from './types';

export const DEFINITIONS = '/api/v1/report-definitions';

export const studioApi = {
  preview: (statement: string, chart: StudioChart | null) => http.post<Preview>('/api/v1/report-studio/preview', { statement, chart }),
  one: (uuid: string) => http.get<Definition>(`${DEFINITIONS}/${uuid}`),
  create: (draft: Draft) => http.post<Definition>(DEFINITIONS, draft, { headers: { 'Idempotency-Key': newKey() } }),
  change: (uuid: string, version: number, draft: Draft) => http.patch<Definition>(`${DEFINITIONS}/${uuid}`, draft, { headers: { 'If-Match': `"${version}"` } }),
  copy: (uuid: string) => http.post<Definition>(`${DEFINITIONS}/${uuid}/copy`),
  remove: (uuid: string) => http.delete(`${DEFINITIONS}/${uuid}`),
  shares: (uuid: string) => http.get<Shares>(`${DEFINITIONS}/${uuid}/shares`),
  share: (uuid: string, is_shared: boolean, people: number[], roles: number[]) => http.put<Shares>(`${DEFINITIONS}/${uuid}/shares`, { is_shared, people, roles }),
  receivers: (search: string) => http.get<ShareChoices>('/api/v1/report-studio/receivers', { search }),
};
