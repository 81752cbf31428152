import { http, type Page } from '../../core/api';
import type { Bookmark, MyNote, NoteValues, NotedCourse, ServerNote } from './types';

export type MyNotesPage = Page<MyNote> & { courses?: NotedCourse[] };

export const notesApi = {
  ofLesson: (lessonId: number) => http.get<{ notes: ServerNote[]; bookmarks: Bookmark[] }>(`/api/v1/lessons/${lessonId}/notes`),
  write: (lessonId: number, uuid: string, values: Partial<NoteValues>) => http.post<ServerNote>(`/api/v1/lessons/${lessonId}/notes`, { uuid, ...values }),
  change: (uuid: string, version: number, values: Partial<NoteValues>) => http.patch<ServerNote>(`/api/v1/notes/${uuid}`, values, { headers: { 'If-Match': `"${version}"` } }),
  delete: (uuid: string) => http.delete(`/api/v1/notes/${uuid}`),
  restore: (uuid: string) => http.post<ServerNote>(`/api/v1/notes/${uuid}/restore`),
  bookmark: (lessonId: number, place: Partial<Pick<Bookmark, 'block' | 'at_seconds' | 'label'>>) => http.post<Bookmark>(`/api/v1/lessons/${lessonId}/bookmarks`, place),
  dropBookmark: (uuid: string) => http.delete(`/api/v1/bookmarks/${uuid}`),
};
