import type { Schemas } from '../../core/api';

export type Role = Schemas['Role'];
export type Permission = Schemas['Permission'];
export type Holder = Schemas['Holder'];
export type RoleDraft = Omit<Schemas['RoleDraftRequest'], 'description'> & { description?: string };
export type RoleGrant = Pick<Schemas['RoleGrantRequest'], 'user_id' | 'role' | 'scope' | 'scope_id'> & { starts_at: string | null; ends_at: string | null };

/** What is shown of a person to choose. */
export interface PersonChoice {
  id: number;
  display_name: string;
  email: string | null;
  username: string;
  avatar_url: string | null;
}

export const MANAGE_ROLES = 'identity:role:manage';
export const GRANT_ROLES = 'identity:role:grant';
