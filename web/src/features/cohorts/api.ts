import { http, type Schemas } from '../../core/api';

export type Cohort = Schemas['Cohort'];
export type Group = Schemas['LearnerGroup'];
export type Member = Schemas['LearnerGroupMember'];
export type Key = Schemas['EnrollmentKey'];
export type MadeKey = Schemas['EnrollmentKeyMade'];
export type Link = Schemas['EnrollmentLink'];
export type Rule = Schemas['EnrollmentRule'];
export type RuleKind = Rule['kind'];
export type Preview = Schemas['EnrollmentRulePreview'];
export type Choices = Schemas['EnrollmentRuleChoices'];
export type Import = Schemas['EnrollmentImport'];
export type ImportRow = Schemas['EnrollmentImportRow'];
export interface CohortDraft { name: string; starts_at: string | null; ends_at: string | null; enrollment_opens_at: string | null; enrollment_closes_at: string | null; capacity: number | null; pacing: 'self' | 'scheduled'; is_open: boolean }
export interface KeyDraft { kind: 'key' | 'link'; label: string; cohort_id: number | null; valid_until: string | null; max_uses: number | null }
export interface RuleTarget { kind: RuleKind; target_id: number; value: string }
export interface RuleDraft extends RuleTarget { cohort_id: number | null; withdraws: boolean; due_days: number | null }
export interface SplitDraft { prefix: string; count: number | null; size: number | null; cohort_id: number | null; is_only_ungrouped: boolean }

const course = (slug: string): string => `/api/v1/courses/${encodeURIComponent(slug)}`;
const match = (version: number) => ({ headers: { 'If-Match': `"${version}"` } });

export const cohortUrls = {
  cohorts: (slug: string) => `${course(slug)}/cohorts`,
  groups: (slug: string) => `${course(slug)}/learner-groups`,
  members: (id: number) => `/api/v1/learner-groups/${id}/members`,
  learners: (slug: string) => `${course(slug)}/learners`,
  keys: (slug: string) => `${course(slug)}/keys`,
  rules: (slug: string) => `${course(slug)}/enrollment-rules`,
  choices: (slug: string) => `${course(slug)}/enrollment-rules/choices`,
  imports: (slug: string) => `${course(slug)}/enrollment-imports`,
  import: (uuid: string) => `/api/v1/enrollment-imports/${uuid}`,
  link: (token: string) => `/api/v1/enrollment-links/${encodeURIComponent(token)}`,
};

export const cohortsApi = {
  /** Problems: cohort-name-taken, capacity-below-seats. */
  save: (slug: string, before: Cohort | null, draft: CohortDraft) => before ? http.patch<Cohort>(`/api/v1/cohorts/${before.id}`, draft, match(before.row_version)) : http.post<Cohort>(cohortUrls.cohorts(slug), draft),
  /** Problem: cohort-in-use. */
  remove: (cohort: Cohort) => http.delete(`/api/v1/cohorts/${cohort.id}`, match(cohort.row_version)),
};

export const groupsApi = {
  create: (slug: string, name: string) => http.post<Group>(cohortUrls.groups(slug), { name }),
  rename: (group: Group, name: string) => http.patch<Group>(`/api/v1/learner-groups/${group.id}`, { name }),
  remove: (group: Group) => http.delete(`/api/v1/learner-groups/${group.id}`),
  split: (slug: string, draft: SplitDraft) => http.post<Group[]>(`${cohortUrls.groups(slug)}/split`, draft),
  setMembers: (group: Group, ids: number[]) => http.put(cohortUrls.members(group.id), { enrollment_ids: ids }),
};

export const waysApi = {
  createKey: (slug: string, draft: KeyDraft) => http.post<MadeKey>(cohortUrls.keys(slug), draft),
  revokeKey: (key: Key) => http.delete<Key>(`/api/v1/enrollment-keys/${key.id}`),
  preview: (slug: string, target: RuleTarget) => http.post<Preview>(`${cohortUrls.rules(slug)}/preview`, target),
  createRule: (slug: string, draft: RuleDraft) => http.post<Rule>(cohortUrls.rules(slug), draft),
  changeRule: (rule: Rule, changes: Partial<Pick<Rule, 'is_on' | 'withdraws'>>) => http.patch<Rule>(`/api/v1/enrollment-rules/${rule.id}`, changes),
  removeRule: (rule: Rule) => http.delete(`/api/v1/enrollment-rules/${rule.id}`),
  runRule: (rule: Rule) => http.post<Rule>(`/api/v1/enrollment-rules/${rule.id}/run`, {}),
  /** Problems: enrollment-key-not-valid, course-full, already-enrolled and what else stands against coming in. */
  useLink: (token: string) => http.post<Schemas['Enrollment']>(`${cohortUrls.link(token)}/use`, {}),
};

export const importsApi = {
  upload: (slug: string, file: File) => {
    const form = new FormData();
    form.append('file', file);
    return http.post<Import>(cohortUrls.imports(slug), form);
  },
  run: (uuid: string) => http.post<Import>(`${cohortUrls.import(uuid)}/run`, {}),
};
