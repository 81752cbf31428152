import { http } from '../../core/api';
import type { Category, Tag } from './types';

export interface CategoryDraft { name: string; kind: string; icon: string; description: string }

export const categoriesApi = {
  create: (draft: CategoryDraft & { parent_id: number | null }) => http.post<Category>('/api/v1/categories', draft),
  change: (id: number, draft: CategoryDraft) => http.patch<Category>(`/api/v1/categories/${id}`, draft),
  /** Problem: category-tree. */
  place: (id: number, parentId: number | null, position: number) => http.put<Category>(`/api/v1/categories/${id}/place`, { parent_id: parentId, position }),
  merge: (id: number, intoId: number) => http.post<Category>(`/api/v1/categories/${id}/merge`, { into_id: intoId }),
  /** Problem: category-not-empty without `moveTo`. */
  remove: (id: number, moveTo: number | null) => http.delete(`/api/v1/categories/${id}${moveTo ? `?move_to=${moveTo}` : ''}`),
};

export const tagsApi = {
  /** Problem: sibling-name-taken. */
  rename: (id: number, name: string) => http.patch<Tag>(`/api/v1/tags/${id}`, { name }),
  merge: (id: number, intoId: number) => http.post<Tag>(`/api/v1/tags/${id}/merge`, { into_id: intoId }),
  remove: (id: number) => http.delete(`/api/v1/tags/${id}`),
};

export const featuredApi = {
  set: (ids: number[]) => http.put<{ ids: number[] }>('/api/v1/catalog/featured', { ids }),
};

export const ratingsApi = {
  hide: (id: number, reason: string, note: string) => http.put(`/api/v1/course-reviews/${id}/hidden`, { reason, note }),
  show: (id: number) => http.delete(`/api/v1/course-reviews/${id}/hidden`),
};
