import { http } from '../../core/api';
import type { Attempt, PracticeResult, QuizResponse, SavedAnswer } from './types';

/** Asks for texts in another language than the course's own. */
export function inLanguage(language: string): string {
  return language ? `?language=${encodeURIComponent(language)}` : '';
}

export const assessmentApi = {
  start: (quizId: number, language = '') => http.post<Attempt>(`/api/v1/quizzes/${quizId}/attempts${inLanguage(language)}`),
  attempt: (uuid: string, language = '') => http.get<Attempt>(`/api/v1/attempts/${uuid}${inLanguage(language)}`),
  /** When this answers, the server has the response on disk. */
  saveAnswer: (uuid: string, slotId: number, response: QuizResponse) => http.put<SavedAnswer>(`/api/v1/attempts/${uuid}/answers/${slotId}`, { response }),
  submit: (uuid: string, language = '') => http.post<Attempt>(`/api/v1/attempts/${uuid}/submit${inLanguage(language)}`, undefined, { headers: { 'Idempotency-Key': `submit-${uuid}` } }),
  /** What an answer to a question inside a page is worth. The server keeps nothing of it. */
  practice: (question: string, body: { lesson_id: number; response: QuizResponse; show_solution: boolean }, language = '') => http.post<PracticeResult>(`/api/v1/practice-questions/${question}/answer${inLanguage(language)}`, body),
};
