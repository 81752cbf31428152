import { http, newKey, type Page, type Schemas } from '../../core/api';
import type { Passage, Rubric } from '../submissions';
import type { BankRubric, Line, Mark, MarkingPlan, Remark, Sheet } from './types';

const once = (): Record<string, string> => ({ 'Idempotency-Key': newKey() });

/** The mark as the server takes it. */
export function sentMark(mark: Mark, hasRubric: boolean): Record<string, unknown> {
  const levels = Object.entries(mark.levels).map(([criterion, one]) => ({ criterion, level: one.level, comment: one.comment }));
  return { points: mark.points, levels: hasRubric ? levels : null, is_late_waived: mark.is_late_waived };
}

export const markingApi = {
  /** All lines of the queue: a marker goes to and fro in it. */
  async queue(assignment: string): Promise<Line[]> {
    const lines: Line[] = [];
    let cursor: string | null | undefined;
    do {
      const page: Page<Line> = await http.get(`/api/v1/assignments/${assignment}/submissions`, { limit: 100, cursor });
      lines.push(...page.results);
      cursor = page.next;
    } while (cursor);
    return lines;
  },
  sheet: (uuid: string) => http.get<Sheet>(`/api/v1/submissions/${uuid}`),
  mark: (uuid: string, body: Record<string, unknown>, version: number) => http.put<Sheet>(`/api/v1/submissions/${uuid}/mark`, body, { headers: { 'If-Match': `"${version}"` } }),
  giveBack: (uuid: string, version: number) => http.post<Sheet>(`/api/v1/submissions/${uuid}/return`, undefined, { headers: { 'If-Match': `"${version}"` } }),
  post: (uuid: string) => http.post<Sheet>(`/api/v1/submissions/${uuid}/post`, undefined, { headers: once() }),
  postAll: (assignment: string) => http.post<{ posted: number }>(`/api/v1/assignments/${assignment}/post-marks`, undefined, { headers: once() }),
  annotate: (uuid: string, body: { start?: number; end?: number; text: string; file?: string; page?: number; place_x?: number; place_y?: number }) => http.post<Passage>(`/api/v1/submissions/${uuid}/annotations`, body, { headers: once() }),
  dropPassage: (uuid: string, passage: string) => http.delete(`/api/v1/submissions/${uuid}/annotations/${passage}`),
  comment(uuid: string, text: string, sound: Blob | null, transcript = ''): Promise<Sheet['comments'][number]> {
    const form = new FormData();
    form.append('text', text);
    if (sound) {
      form.append('audio', sound, 'comment.weba');
      form.append('transcript', transcript);
    }
    return http.post(`/api/v1/submissions/${uuid}/comments`, form);
  },
  giveFile(uuid: string, file: File): Promise<Sheet> {
    const form = new FormData();
    form.append('file', file, file.name);
    return http.post(`/api/v1/submissions/${uuid}/marked-files`, form);
  },
  giveArchive(assignment: string, file: File): Promise<{ returned: number }> {
    const form = new FormData();
    form.append('file', file, file.name);
    return http.post(`/api/v1/assignments/${assignment}/archive`, form);
  },
  likeness: (uuid: string) => http.get<Schemas['SimilarityReport']>(`/api/v1/submissions/${uuid}/similarity`),
  compareAll: (assignment: string) => http.post<{ count: number }>(`/api/v1/assignments/${assignment}/comparison`),
  plan: (assignment: string) => http.get<MarkingPlan>(`/api/v1/assignments/${assignment}/marking-plan`),
  savePlan: (assignment: string, plan: NonNullable<MarkingPlan['plan']>) => http.put<MarkingPlan>(`/api/v1/assignments/${assignment}/marking-plan`, plan),
  dropPlan: (assignment: string) => http.delete(`/api/v1/assignments/${assignment}/marking-plan`),
  keepRemark: (text: string) => http.post<Remark>('/api/v1/remarks', { text }),
  dropRemark: (uuid: string) => http.delete(`/api/v1/remarks/${uuid}`),
  makeRubric: (rubric: Rubric, course: string | null) => http.post<BankRubric>('/api/v1/rubrics', { ...rubric, course }, { headers: once() }),
  changeRubric: (rubric: BankRubric) => http.put<BankRubric>(`/api/v1/rubrics/${rubric.uuid}`, rubric, { headers: { 'If-Match': `"${rubric.row_version}"` } }),
  deleteRubric: (uuid: string) => http.delete(`/api/v1/rubrics/${uuid}`),
};
