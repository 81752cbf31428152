import { http, newKey, type Schemas } from '../../core/api';

export type ResearchExport = Schemas['ResearchExport'];
export type ResearchCheck = Schemas['ResearchCheck'];
export type ResearchPreview = Schemas['ResearchPreview'];
export interface ResearchWish {
  group_size: number;
  courses: number[];
  enrolled_from: string | null;
  enrolled_to: string | null;
}

const EXPORTS = '/api/v1/research-exports';

export const researchApi = {
  preview: (wish: ResearchWish) => http.post<ResearchPreview>(`${EXPORTS}/preview`, wish),
  make: (wish: ResearchWish) => http.post<ResearchExport>(EXPORTS, wish, { headers: { 'Idempotency-Key': newKey() } }),
  remove: (uuid: string) => http.delete(`${EXPORTS}/${uuid}`),
};
