import { http, newKey, type Schemas } from '../../core/api';
import type { Book, BookRow, Change, Item, Request, Scheme } from './types';

const once = () => ({ headers: { 'Idempotency-Key': newKey() } });
const base = (slug: string) => `/api/v1/courses/${slug}/gradebook`;

export interface Filters {
  search: string;
  only: string;
  cohort: string;
  group: string;
  /** An instant of the past; empty for now. */
  as_of: string;
}

export type ItemChange = Partial<Omit<Schemas['PatchedGradeItemPatchRequest'], 'row_version'>>;

export const gradebookApi = {
  rows: (slug: string, offset: number, limit: number, items: readonly number[], filters: Filters) =>
    http.get<{ count: number; rows: BookRow[] }>(`${base(slug)}/rows`, { offset, limit, items: items.join(','), ...filters }),
  /** `key` stays the same when the same changes are sent again. */
  change: (slug: string, changes: readonly Change[], key: string) =>
    http.patch<{ batch: string; rows: BookRow[] }>(`${base(slug)}/grades`, { changes }, { headers: { 'Idempotency-Key': key } }),
  undo: (slug: string, batch: string) => http.post<Schemas['GradesUndone']>(`${base(slug)}/undo`, { batch }),
  addItem: (slug: string, item: Schemas['GradeItemWriteRequest']) => http.post<Item>(`${base(slug)}/items`, item, once()),
  changeItem: (item: Item, values: ItemChange) => http.patch<Item>(`/api/v1/grade-items/${item.id}`, { row_version: item.row_version, ...values }),
  removeItem: (id: number) => http.delete(`/api/v1/grade-items/${id}`),
  fill: (id: number, act: Change['act'], points: number | null, reason: string) =>
    http.post<Schemas['GradesFilled']>(`/api/v1/grade-items/${id}/fill`, { act, points, reason }, once()),
  answer: (request: Request, points: number | null, answer: string) =>
    http.post<Request>(`/api/v1/regrade-requests/${request.id}/answer`, { row_version: request.row_version, points: points === null ? null : String(points), answer }),
  saveScheme: (id: number | null, scheme: Schemas['GradingSchemeWriteRequest']) =>
    id === null ? http.post<Scheme>('/api/v1/grading-schemes', scheme) : http.put<Scheme>(`/api/v1/grading-schemes/${id}`, scheme),
  saveRules: (slug: string, rules: Schemas['GradebookRulesRequest']) => http.put<Book>(base(slug), rules),
  preview: (slug: string, file: File) => {
    const form = new FormData();
    form.append('file', file);
    return http.post<Schemas['GradePreview']>(`${base(slug)}/preview`, form);
  },
};
