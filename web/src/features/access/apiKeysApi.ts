import { http, type Schemas } from '../../core/api';

export type ApiKey = Schemas['ApiKey'];
export type NewApiKey = Schemas['NewApiKey'];

export interface ApiKeyDraft {
  name: string;
  scopes: string[];
  expires_at: string | null;
  requests_per_minute?: number;
}

export const API_KEYS = '/api/v1/api-keys';

export const apiKeysApi = {
  create: (draft: ApiKeyDraft) => http.post<NewApiKey>(API_KEYS, draft),
  rotate: (key: ApiKey, graceHours: number) => http.post<NewApiKey>(`${API_KEYS}/${key.id}/rotate`, { grace_hours: graceHours }),
  revoke: (key: ApiKey) => http.delete<void>(`${API_KEYS}/${key.id}`),
};

const AREA_BY_START: readonly [string, string][] = [
  ['identity:role:', 'roles'],
  ['identity:sign-in:', 'roles'],
  ['identity:application:', 'roles'],
  ['identity:api-key:', 'roles'],
  ['identity:provisioning:', 'roles'],
  ['identity:organization:', 'organization'],
  ['identity:unit:', 'organization'],
  ['identity:term:', 'organization'],
  ['identity:group:', 'organization'],
  ['operations:', 'organization'],
  ['identity:', 'people'],
  ['files:', 'courses'],
  ['courses:', 'courses'],
  ['assessment:quiz:', 'courses'],
  ['integrations:', 'courses'],
  ['privacy:', 'trust'],
  ['audit:', 'trust'],
];

/** Key below `access.roles.areas` of the area that a permission belongs to. */
export function areaOf(code: string): string {
  return AREA_BY_START.find(([start]) => code.startsWith(start))?.[1] ?? 'learners';
}

/** Permissions by area, in the order of the areas on the roles page. */
export function scopesByArea(codes: readonly string[]): { area: string; codes: string[] }[] {
  return ['people', 'roles', 'organization', 'courses', 'learners', 'trust']
    .map(area => ({ area, codes: codes.filter(code => areaOf(code) === area) }))
    .filter(group => group.codes.length > 0);
}

const HOUR = 3_600_000;

/** The instant so many days from now; null for never. */
export function instantInDays(days: number, now = Date.now()): string | null {
  return days > 0 ? new Date(now + days * 24 * HOUR).toISOString() : null;
}
