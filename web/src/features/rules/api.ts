import { http, newKey, type Schemas } from '../../core/api';
import type { RuleTree } from './ruleTree';

export type CourseRules = Omit<Schemas['CourseRules'], 'modules'> & { modules: RuleModule[] };
export type RuleLesson = Omit<Schemas['RuleLesson'], 'rule'> & { rule: Rule | null };
export type RuleModule = Omit<Schemas['RuleModule'], 'rule' | 'lessons'> & { rule: Rule | null; lessons: RuleLesson[] };
export type Rule = Omit<Schemas['Rule'], 'tree'> & { tree: RuleTree };
export type Prerequisite = Schemas['Prerequisite'];
export type Graph = Schemas['PrerequisiteGraph'];
export type Copy = Schemas['Copy'];
export type CopyRow = Schemas['CourseCopyRow'];
export type Link = Schemas['BlueprintLink'];
export type Part = Link['locked_parts'][number];
export type Preview = Schemas['SyncPreview'];
export type Step = Schemas['SyncStep'];
export type Sync = Schemas['BlueprintSync'];
export interface Target { kind: 'lesson' | 'module'; id: number; title: string; rule: Rule | null }
export interface WantedPrerequisite { course_id: number; minimum_percent: number; minimum_grade: number | null }
export type CourseDates = Schemas['CourseDates'];
export interface CopyValues { title: string; language: string; has_rules: boolean; shift_days: number; follows: boolean; locked_parts: Part[] }

export const parts: readonly Part[] = ['content', 'settings', 'structure', 'rules', 'title', 'overview', 'picture'];

const base = (slug: string) => `/api/v1/courses/${encodeURIComponent(slug)}`;
const once = () => ({ headers: { 'Idempotency-Key': newKey() } });

export const rulesApi = {
  setRule: (target: Target, tree: RuleTree, isHidden: boolean) => http.put<CourseRules>(`/api/v1/${target.kind}s/${target.id}/rule`, { tree, is_hidden: isHidden }),
  setDrip: (slug: string, values: { every_days: number; first_days: number; starts_at: string | null }) => http.put<CourseRules>(`${base(slug)}/drip`, values),
  clearDrip: (slug: string) => http.delete<CourseRules>(`${base(slug)}/drip`),
  setPercent: (slug: string, percent: number) => http.put(`${base(slug)}/completion-rule`, { percent }),
  setPrerequisites: (slug: string, rows: WantedPrerequisite[]) => http.put(`${base(slug)}/prerequisites`, { prerequisites: rows }),
};

export const copiesApi = {
  copy: (slug: string, values: CopyValues) => http.post<Copy>(`${base(slug)}/copies`, values, once()),
  progress: (uuid: string) => http.get<Copy>(`/api/v1/course-copies/${uuid}`),
  setTemplate: (slug: string, isTemplate: boolean) => http.put(`${base(slug)}/template`, { is_template: isTemplate }),
  lock: (link: number, lockedParts: Part[]) => http.patch<Link>(`/api/v1/blueprint-links/${link}`, { locked_parts: lockedParts }),
  leave: (link: number) => http.delete(`/api/v1/blueprint-links/${link}`),
  sync: (link: number) => http.post<Sync>(`/api/v1/blueprint-links/${link}/syncs`, {}, once()),
  undo: (link: number, sync: number) => http.post(`/api/v1/blueprint-links/${link}/syncs/${sync}/undo`, {}),
};
