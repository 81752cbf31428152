import { http } from '../../core/api';
import type { Holder, Role, RoleDraft, RoleGrant } from './roleTypes';

const version = (role: Role) => ({ headers: { 'If-Match': `"${role.row_version}"` } });

export const rolesApi = {
  create: (draft: RoleDraft) => http.post<Role>('/api/v1/roles', draft),
  rename: (role: Role, name: string, description: string) => http.patch<Role>(`/api/v1/roles/${role.id}`, { name, description }, version(role)),
  setPermissions: (role: Role, permissions: string[]) => http.put<Role>(`/api/v1/roles/${role.id}/permissions`, { permissions }, version(role)),
  archive: (role: Role) => http.post<void>(`/api/v1/roles/${role.id}/archive`, undefined, version(role)),
  grant: (grant: RoleGrant) => http.post<Holder>('/api/v1/role-assignments', grant),
  revoke: (assignmentId: number) => http.delete<void>(`/api/v1/role-assignments/${assignmentId}`),
};
