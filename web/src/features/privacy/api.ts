import { http, type Schemas } from '../../core/api';

export type LegalTexts = Record<string, { title: string; text: string } | undefined>;
export type RequestAct = Schemas['RequestActRequest']['act'];
export type RequestKind = Schemas['NewSubjectRequestRequest']['kind'];

export const privacyApi = {
  decide: (code: string, isGranted: boolean) => http.put<Schemas['ConsentRecord']>(`/api/v1/my/consents/${code}/decision`, { is_granted: isGranted }),
  accept: (documents: number[]) => http.post<Schemas['MyPolicies']>('/api/v1/my/policies', { documents }),
  ask: (kind: RequestKind, note = '') => http.post<Schemas['MySubjectRequest']>('/api/v1/my/privacy-requests', { kind, note }),
  cancel: (uuid: string) => http.post<Schemas['MySubjectRequest']>(`/api/v1/my/privacy-requests/${uuid}/cancel`),
  act: (id: number, act: RequestAct, reason: string) => http.post<Schemas['SubjectRequest']>(`/api/v1/privacy-requests/${id}/acts`, { act, reason }),
  writePolicy: (draft: { kind: string; is_mandatory: boolean; texts: LegalTexts }) => http.post<Schemas['PolicyDocument']>('/api/v1/policy-documents', draft),
  publishPolicy: (id: number) => http.post<Schemas['PolicyDocument']>(`/api/v1/policy-documents/${id}/publish`),
  discardPolicy: (id: number) => http.delete(`/api/v1/policy-documents/${id}`),
  writePurpose: (draft: { code: string; legal_basis: string; texts: LegalTexts }) => http.post<Schemas['ConsentPurpose']>('/api/v1/consent-purposes', draft),
  publishPurpose: (id: number) => http.post<Schemas['ConsentPurpose']>(`/api/v1/consent-purposes/${id}/publish`),
  retirePurpose: (id: number) => http.delete(`/api/v1/consent-purposes/${id}`),
  previewRule: (key: string) => http.get<Schemas['RetentionCount']>(`/api/v1/retention-rules/${key}`),
  changeRule: (key: string, days: number, isActive: boolean) => http.put<Schemas['RetentionRule']>(`/api/v1/retention-rules/${key}`, { days, is_active: isActive }),
  runRule: (key: string) => http.post<Schemas['RetentionCount']>(`/api/v1/retention-rules/${key}`),
};

/** The text in the person's language, else in English. */
export function textIn(texts: unknown, locale: string): { title: string; text: string } {
  const found = texts as LegalTexts;
  return found[locale] ?? found.en ?? { title: '', text: '' };
}

export function paragraphsOf(text: string): string[] {
  return text.split(/\n\s*\n/).map(part => part.trim()).filter(Boolean);
}
