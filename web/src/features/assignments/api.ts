import { http, sendWithProgress } from '../../core/api';
import type { Comment, Submission, Work } from './types';

export const assignmentsApi = {
  work: (id: number, language: string) => http.get<Work>(`/api/v1/assignments/${id}/work`, { language }),
  save: (id: number, body: { text: string; url: string; base_version: number }) => http.put<Submission>(`/api/v1/assignments/${id}/draft`, body),
  submit: (id: number, key: string) => http.post<Submission>(`/api/v1/assignments/${id}/submit`, undefined, { headers: { 'Idempotency-Key': key } }),
  dropFile: (id: number, file: string) => http.delete(`/api/v1/assignments/${id}/draft/files/${file}`),
  addFile(id: number, file: File | Blob, name: string, isRecording: boolean, onProgress: (percent: number) => void): Promise<Submission> {
    const form = new FormData();
    form.append('file', file, name);
    form.append('is_recording', String(isRecording));
    return sendWithProgress<Submission>(`/api/v1/assignments/${id}/draft/files`, form, { onLoaded: (bytes, of) => onProgress(bytes / of * 100) });
  },
  comment(submission: string, text: string): Promise<Comment> {
    const form = new FormData();
    form.append('text', text);
    return http.post<Comment>(`/api/v1/submissions/${submission}/comments`, form);
  },
};
