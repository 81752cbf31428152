import { http } from '../../core/api';
import type { Attempt, PracticeResult, QuizResponse, SavedAnswer } from './types';

export const assessmentApi = {
  start: (quizId: number) => http.post<Attempt>(`/api/v1/quizzes/${quizId}/attempts`),
  attempt: (uuid: string) => http.get<Attempt>(`/api/v1/attempts/${uuid}`),
  /** When this answers, the server has the response on disk. */
  saveAnswer: (uuid: string, slotId: number, response: QuizResponse) => http.put<SavedAnswer>(`/api/v1/attempts/${uuid}/answers/${slotId}`, { response }),
  submit: (uuid: string) => http.post<Attempt>(`/api/v1/attempts/${uuid}/submit`, undefined, { headers: { 'Idempotency-Key': `submit-${uuid}` } }),
  /** What an answer to a question inside a page is worth. The server keeps nothing of it. */
  practice: (question: string, body: { lesson_id: number; response: QuizResponse; show_solution: boolean }) => http.post<PracticeResult>(`/api/v1/practice-questions/${question}/answer`, body),
};
