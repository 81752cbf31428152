import { http } from '../../core/api';
import type { CaptionCues, Cue, FileHistory, LessonView } from './types';

const captions = (lesson: number, language: string) => `/api/v1/lessons/${lesson}/captions/${encodeURIComponent(language)}`;

export const mediaApi = {
  history: (uuid: string) => http.get<FileHistory>(`/api/v1/files/${uuid}/history`),
  scan: (uuid: string) => http.post<FileHistory>(`/api/v1/files/${uuid}/scan`),
  remove: (uuid: string) => http.delete<void>(`/api/v1/files/${uuid}`),
  restore: (uuid: string, number: number) => http.post<FileHistory>(`/api/v1/files/${uuid}/versions/${number}/restore`),
  lesson: (id: number) => http.get<LessonView>(`/api/v1/lessons/${id}`),
  saveDetail: (id: number, version: number, detail: object) =>
    http.patch<{ row_version: number }>(`/api/v1/lessons/${id}`, { detail }, { headers: { 'If-Match': `"${version}"` } }),
  captions: (lesson: number, language: string) => http.get<CaptionCues>(captions(lesson, language)),
  saveCues: (lesson: number, language: string, body: { label: string; base: string; cues: Cue[] }) => http.put<CaptionCues>(captions(lesson, language), body),
  saveText: (lesson: number, language: string, body: { label: string; text: string }) => http.put<CaptionCues>(captions(lesson, language), body),
  removeCaptions: (lesson: number, language: string) => http.delete<void>(captions(lesson, language)),
};
