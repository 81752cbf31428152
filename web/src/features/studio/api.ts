import { http, newKey } from '../../core/api';
import type { ModulePlace } from './order';
import type { Chosen, OutlineAnswer, OutlineValues } from './types';

const course = (slug: string) => `/api/v1/courses/${encodeURIComponent(slug)}`;
// A retried request must not add a second lesson.
const once = () => ({ headers: { 'Idempotency-Key': newKey() } });

export const studioApi = {
  outlineUrl: (slug: string) => `${course(slug)}/studio-outline`,
  /** Saves the whole order; `base` is what the author saw, so that the server can join it with another author's. */
  order: (slug: string, tag: string, modules: ModulePlace[], base: ModulePlace[]) =>
    http.put<OutlineAnswer>(`${course(slug)}/outline-order`, { modules, base }, { headers: { 'If-Match': `"${tag}"` } }),
  addModule: (slug: string, values: { title: string; after: number | null }) =>
    http.post<OutlineAnswer>(`${course(slug)}/outline-modules`, values, once()),
  addLesson: (slug: string, values: { title: string; module: number; kind: string; after: number | null }) =>
    http.post<OutlineAnswer>(`${course(slug)}/outline-lessons`, values, once()),
  set: (slug: string, chosen: Chosen, values: OutlineValues) =>
    http.patch<OutlineAnswer>(`${course(slug)}/outline-lessons`, { ...chosen, values }),
  remove: (slug: string, chosen: Chosen) =>
    http.post<OutlineAnswer>(`${course(slug)}/outline-deletions`, chosen, once()),
  copy: (slug: string, chosen: Chosen, label: string) =>
    http.post<OutlineAnswer>(`${course(slug)}/outline-copies`, { ...chosen, label }, once()),
  send: (slug: string, chosen: Chosen, target: string, isMove: boolean) =>
    http.post<OutlineAnswer>(`${course(slug)}/outline-copies`, { ...chosen, course: target, is_move: isMove }, once()),
  undo: (slug: string, uuid: string) => http.post<OutlineAnswer>(`${course(slug)}/outline-changes/${uuid}/undo`),
  redo: (slug: string, uuid: string) => http.post<OutlineAnswer>(`${course(slug)}/outline-changes/${uuid}/redo`),
};
