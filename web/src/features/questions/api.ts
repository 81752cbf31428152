import { http, type Schemas } from '../../core/api';
import { sentQuestion, type Question } from '../quizzes';

export type Bank = Schemas['QuestionBank'];
export type BankDetail = Schemas['QuestionBankDetail'];
export type Folder = Schemas['QuestionFolder'];
export type Row = Schemas['BankQuestionRow'];
export type Detail = Schemas['BankQuestion'];
export type Wording = Schemas['QuestionWording'];
export type ReviewState = Row['state'];
export const states: readonly ReviewState[] = ['draft', 'in_review', 'approved', 'retired'];

interface Act { act: 'move' | 'tag' | 'state'; questions: string[]; bank_id?: number | null; category_id?: number | null; add?: string[]; remove?: string[]; state?: ReviewState }

export const bankApi = {
  open: (body: { kind: Bank['kind']; title: string; course_id?: number | null }, key: string) => http.post<Bank>('/api/v1/question-banks', body, { headers: { 'Idempotency-Key': key } }),
  addFolder: (bankId: number, name: string, parentId: number | null) => http.post<Folder>(`/api/v1/question-banks/${bankId}/categories`, { name, parent_id: parentId }),
  changeFolder: (id: number, name: string, parentId: number | null) => http.put<Folder>(`/api/v1/question-categories/${id}`, { name, parent_id: parentId }),
  removeFolder: (id: number) => http.delete(`/api/v1/question-categories/${id}`),
  act: (bankId: number, act: Act) => http.post<{ changed: number }>(`/api/v1/question-banks/${bankId}/acts`, act),
  write: (bankId: number, question: Question, categoryId: number | null, key: string) => http.post<Detail>(`/api/v1/question-banks/${bankId}/questions`, { question: sentQuestion(question), category_id: categoryId }, { headers: { 'Idempotency-Key': key } }),
  change: (uuid: string, question: Question, number: number) => http.put<Detail>(`/api/v1/bank-questions/${uuid}`, { question: sentQuestion(question) }, { headers: { 'If-Match': `"${number}"` } }),
  read: (uuid: string) => http.get<Detail>(`/api/v1/bank-questions/${uuid}`),
  try: (uuid: string, response: object) => http.post<Schemas['PracticeResult']>(`/api/v1/bank-questions/${uuid}/try`, { response }),
};
