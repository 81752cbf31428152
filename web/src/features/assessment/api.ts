import { http } from '../../core/api';
import { recall } from '../../core/storage';
import type { DeviceAnswer } from './deviceAnswers';
import type { AnswerCheck, Attempt, PracticeResult, QuizResponse, Receipts } from './types';

/** Asks for texts in another language than the course's own. */
export function inLanguage(language: string): string {
  return language ? `?language=${encodeURIComponent(language)}` : '';
}

/** An exam may be gone on with by one device only; the device has its name from the check-in. */
function ofDevice(): Record<string, string> {
  const name = recall('exam-device');
  return name ? { 'X-Exam-Device': name } : {};
}

export const assessmentApi = {
  start: (quizId: number, language = '', password = '') => http.post<Attempt>(`/api/v1/quizzes/${quizId}/attempts${inLanguage(language)}`, password ? { password } : undefined, { headers: ofDevice() }),
  /** Leaves the question at that place for good. */
  advance: (uuid: string, position: number, language = '') => http.post<Attempt>(`/api/v1/attempts/${uuid}/advance${inLanguage(language)}`, { position }),
  attempt: (uuid: string, language = '') => http.get<Attempt>(`/api/v1/attempts/${uuid}${inLanguage(language)}`),
  /** Answers of one page in one attempt. What has a receipt is on the server's disk. */
  handOver: (answers: DeviceAnswer[]) => http.post<Receipts>(`/api/v1/attempts/${answers[0]!.attempt}/answers`, {
    client_id: answers[0]!.client,
    answers: answers.map(({ sequence, slot, response, certainty, at }) => ({ sequence, slot_id: slot, response, certainty, age_ms: Math.max(0, Date.now() - at) })),
  }),
  /** Practice: what one answer is worth. It is kept; checked already, it is not counted again. */
  check: (uuid: string, slot: number, body: { response: QuizResponse; certainty: number | null; gives_up: boolean }, key: string, language = '') => http.post<AnswerCheck>(`/api/v1/attempts/${uuid}/answers/${slot}/check${inLanguage(language)}`, body, { headers: { 'Idempotency-Key': key } }),
  submit: (uuid: string, language = '') => http.post<Attempt>(`/api/v1/attempts/${uuid}/submit${inLanguage(language)}`, undefined, { headers: { 'Idempotency-Key': `submit-${uuid}` } }),
  /** What an answer to a question inside a page is worth. The server keeps nothing of it. */
  practice: (question: string, body: { lesson_id: number; response: QuizResponse; show_solution: boolean }, language = '') => http.post<PracticeResult>(`/api/v1/practice-questions/${question}/answer${inLanguage(language)}`, body),
};
