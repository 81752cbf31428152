import { http, type Page } from '../../core/api';
import type { Domain, DomainRow, Group, GroupDetail, Organization, OrganizationRow, Rule, RulePreview, Term, Unit } from './types';

const match = (row: { row_version: number }) => ({ headers: { 'If-Match': `"${row.row_version}"` } });

function form(file: File): FormData {
  const body = new FormData();
  body.append('file', file);
  return body;
}

export const organizationApi = {
  load: () => http.get<Organization>('/api/v1/organization'),
  save: (organization: Organization, changes: Partial<Organization>) => http.patch<Organization>('/api/v1/organization', changes, match(organization)),
  putPicture: (picture: 'logo' | 'icon', file: File) => http.put<{ url: string | null }>(`/api/v1/organization/${picture}`, form(file)),
  dropPicture: (picture: 'logo' | 'icon') => http.delete<{ url: string | null }>(`/api/v1/organization/${picture}`),
  addDomain: (kind: string, name: string) => http.post<Domain>('/api/v1/organization/domains', { kind, name }),
  checkDomain: (id: number) => http.post<Domain>(`/api/v1/organization/domains/${id}/verification`),
  letJoin: (id: number, isAllowed: boolean) => http.patch<Domain>(`/api/v1/organization/domains/${id}`, { is_joining_allowed: isAllowed }),
  dropDomain: (id: number) => http.delete(`/api/v1/organization/domains/${id}`),
};

export const allOrganizationsApi = {
  create: (body: { name: string; slug: string; admin_email: string; is_creator_admin: boolean; locale: string; time_zone: string }) => http.post<OrganizationRow>('/api/v1/organizations', body),
  setStatus: (id: number, status: string) => http.put<OrganizationRow>(`/api/v1/organizations/${id}/status`, { status }),
  vouch: (id: number) => http.post<DomainRow>(`/api/v1/domain-claims/${id}/approval`),
};

export interface UnitDraft { name: string; code: string; kind: string; parent_id: number | null }

export const unitsApi = {
  list: () => http.get<Page<Unit>>('/api/v1/units'),
  create: (draft: UnitDraft) => http.post<Unit>('/api/v1/units', draft),
  save: (unit: Unit, changes: Partial<Unit>) => http.patch<Unit>(`/api/v1/units/${unit.id}`, changes, match(unit)),
  place: (id: number, parentId: number | null, position?: number) => http.put<Unit>(`/api/v1/units/${id}/place`, { parent_id: parentId, position }),
  remove: (id: number) => http.delete(`/api/v1/units/${id}`),
  addPeople: (id: number, ids: number[]) => http.post<{ changed: number }>(`/api/v1/units/${id}/people`, { user_ids: ids }),
  takeOut: (id: number, userId: number) => http.delete(`/api/v1/units/${id}/people/${userId}`),
};

export interface TermDraft { name: string; code: string; kind: string; starts_on: string; ends_on: string; parent_id: number | null }

export const termsApi = {
  create: (draft: TermDraft) => http.post<Term>('/api/v1/terms', draft),
  save: (term: Term, changes: Partial<TermDraft>) => http.patch<Term>(`/api/v1/terms/${term.id}`, changes, match(term)),
  remove: (id: number) => http.delete(`/api/v1/terms/${id}`),
};

export const groupsApi = {
  create: (draft: { name: string; description: string; rule: Rule | null }) => http.post<GroupDetail>('/api/v1/groups', draft),
  save: (group: Group, changes: { name?: string; description?: string; rule?: Rule }) => http.patch<GroupDetail>(`/api/v1/groups/${group.id}`, changes, match(group)),
  remove: (id: number) => http.delete(`/api/v1/groups/${id}`),
  preview: (rule: Rule) => http.post<RulePreview>('/api/v1/groups/preview', { rule }),
  addPeople: (id: number, ids: number[]) => http.post<{ changed: number }>(`/api/v1/groups/${id}/people`, { user_ids: ids }),
  takeOut: (id: number, ids: number[]) => http.delete<{ changed: number }>(`/api/v1/groups/${id}/people`, { body: { user_ids: ids } }),
};
