import { http } from '../../core/api';
import type { ProgressAnswer, ProgressNote } from './types';

export const learningApi = {
  /** Tells that the learner was in the lesson: seconds since the last note, and where in the video. */
  noteProgress: (lessonId: number, note: ProgressNote) => http.post<ProgressAnswer>(`/api/v1/lessons/${lessonId}/progress`, note),
  complete: (lessonId: number) => http.post<ProgressAnswer>(`/api/v1/lessons/${lessonId}/complete`),
  reopen: (lessonId: number) => http.delete<ProgressAnswer>(`/api/v1/lessons/${lessonId}/complete`),
};
