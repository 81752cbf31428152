import { http, Problem, type Page } from '../../core/api';
import type { EditorBlock, EditorDocument, NamedPerson } from './types';

export interface PageEdit {
  document: EditorDocument;
  row_version: number;
  is_draft: boolean;
  waits_for_publishing: boolean;
  updated_at: string;
  updated_by: NamedPerson | null;
}
export interface SavedPage extends PageEdit {
  merged: boolean;
  conflicts: { block: string; copy: string }[];
}
export interface PageBeginning { key: string; name: string; summary: string; document: EditorDocument }
export interface PageTemplateRow { id: number; name: string; summary: string; actions: string[] }
interface Markdown { markdown: string; document: EditorDocument }

const page = (lessonId: number): string => `/api/v1/lessons/${lessonId}/page`;

export const editorApi = {
  read: (lessonId: number) => http.get<PageEdit>(page(lessonId)),
  save: (lessonId: number, body: { document: EditorDocument; base_version: number; base?: EditorDocument }, key: string) =>
    http.put<SavedPage>(page(lessonId), body, { headers: { 'Idempotency-Key': key } }),
  discardDraft: (lessonId: number) => http.post<PageEdit>(`${page(lessonId)}/discard-draft`),
  fromMarkdown: (markdown: string) => http.post<Markdown>('/api/v1/blocks/markdown', { markdown }),
  toMarkdown: (document: EditorDocument) => http.post<Markdown>('/api/v1/blocks/markdown', { document, with_ids: true }),
  beginnings: (language: string) => http.get<{ results: PageBeginning[] }>('/api/v1/page-templates/built-in', { language }),
  templates: () => http.get<Page<PageTemplateRow>>('/api/v1/page-templates', { limit: 100 }),
  template: (id: number) => http.get<{ document: EditorDocument }>(`/api/v1/page-templates/${id}`),
  saveTemplate: (body: { name: string; summary: string; document: EditorDocument }, key: string) =>
    http.post<PageTemplateRow>('/api/v1/page-templates', body, { headers: { 'Idempotency-Key': key } }),
  deleteTemplate: (id: number) => http.delete(`/api/v1/page-templates/${id}`),
};

/** The blocks of a Markdown text; null when the server cannot be asked now. */
export async function readMarkdown(markdown: string): Promise<EditorBlock[] | null> {
  try {
    return (await editorApi.fromMarkdown(markdown)).document.blocks.map(({ ...block }) => block);
  }
  catch (error) {
    if (error instanceof Problem)
      return null;
    throw error;
  }
}
