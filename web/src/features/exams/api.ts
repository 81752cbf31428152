import { http, newKey, type Schemas } from '../../core/api';
import { recall, remember } from '../../core/storage';
import type { DeviceEvent } from './deviceEvents';

export type ExamSession = Schemas['OwnExamSession'];
export type Sitting = Schemas['ExamSitting'];
export type OwnLine = Schemas['OwnExamLine'];
export type Exam = Schemas['ExamForLearner'];

const DEVICE = 'exam-device';

/** The name this device gave itself once; the server knows by it that a candidate went on elsewhere. */
export function deviceName(): string {
  const known = recall(DEVICE);
  if (known)
    return known;
  const made = newKey();
  remember(DEVICE, made);
  return made;
}

/** What every request of a candidate carries. */
export const examHeaders = (): Record<string, string> => ({ 'X-Exam-Device': deviceName() });

const path = (quizId: number, rest = '') => `/api/v1/quizzes/${quizId}/exam${rest}`;

export const examsApi = {
  exam: (quizId: number, language: string) => http.get<Exam>(path(quizId), { language }, { headers: examHeaders() }),
  register: (quizId: number, language: string, sitting: string | null) => http.put<Exam>(`${path(quizId, '/registration')}?language=${language}`, { sitting }, { headers: examHeaders() }),
  cancel: (quizId: number) => http.delete(path(quizId, '/registration')),
  joinLine: (quizId: number, language: string, sitting: string) => http.put<Exam>(`${path(quizId, '/line')}?language=${language}`, { sitting }, { headers: examHeaders() }),
  leaveLine: (quizId: number) => http.delete(path(quizId, '/line')),
  takeOffer: (quizId: number, language: string) => http.post<Exam>(`${path(quizId, '/line/offer')}?language=${language}`, undefined, { headers: { ...examHeaders(), 'Idempotency-Key': newKey() } }),
  checkIn: (quizId: number, language: string, consent_digest: string, statement: string) => http.post<Exam>(`${path(quizId, '/session')}?language=${language}`, { device: deviceName(), consent_digest, statement }, { headers: examHeaders() }),
  picture: (quizId: number, language: string, picture: Blob) => {
    const form = new FormData();
    form.append('file', picture, 'picture.jpg');
    return http.post<Exam>(`${path(quizId, '/session/picture')}?language=${language}`, form, { headers: examHeaders() });
  },
  askIn: (quizId: number, language: string) => http.post<Exam>(`${path(quizId, '/session/door')}?language=${language}`, undefined, { headers: examHeaders() }),
  tell: (quizId: number, client: string, events: DeviceEvent[]) => http.post<Schemas['ExamEventsReceipt']>(path(quizId, '/session/events'), {
    client_id: client,
    device: deviceName(),
    events: events.map(({ sequence, kind, seconds, at }) => ({ sequence, kind, seconds, age_ms: Math.min(86_400_000, Math.max(0, Date.now() - at)) })),
  }, { headers: examHeaders() }),
  browserFile: (quizId: number) => path(quizId, '/browser-file'),
};
