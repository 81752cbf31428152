import { http, newKey } from '../../core/api';
import type { Family, GuardianInvitation, Guardianship, Kind, Scope } from './types';

export interface GuardianToInvite {
  email: string;
  first_name: string;
  last_name: string;
  kind: Kind;
  is_primary?: boolean;
  learner_id?: number;
}

function relationship(uuid: string): string {
  return `/api/v1/guardianships/${uuid}`;
}

export const guardiansApi = {
  inviteMine: (guardian: GuardianToInvite) => http.post<Family>('/api/v1/me/guardians', guardian, { headers: { 'Idempotency-Key': newKey() } }),
  invite: (guardian: GuardianToInvite) => http.post<GuardianInvitation>('/api/v1/guardianships', guardian, { headers: { 'Idempotency-Key': newKey() } }),
  takeBack: (invitation: number) => http.delete(`/api/v1/guardian-invitations/${invitation}`),
  change: (uuid: string, changes: { kind?: Kind; is_primary?: boolean }) => http.patch<Guardianship>(relationship(uuid), changes),
  agree: (uuid: string) => http.post(`${relationship(uuid)}/agreement`),
  end: (uuid: string) => http.delete(relationship(uuid)),
  allow: (uuid: string, scope: Scope, how: { evidence?: string; ends_on?: string | null } = {}) => http.put<Guardianship>(`${relationship(uuid)}/consents/${scope}`, how),
  forbid: (uuid: string, scope: Scope) => http.delete<Guardianship>(`${relationship(uuid)}/consents/${scope}`),
};
