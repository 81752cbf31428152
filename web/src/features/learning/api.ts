import { http, type Schemas } from '../../core/api';
import type { ProgressAnswer } from './types';

export const learningApi = {
  /** Tells that the learner was in the lesson: seconds since the last note, and where in the video. */
  noteProgress: (lessonId: number, note: Schemas['HeartbeatRequest']) => http.post<ProgressAnswer>(`/api/v1/lessons/${lessonId}/progress`, note),
  /** Beats kept on the device; each counts once, however often it comes. */
  noteLate: (beats: Schemas['LateBeatRequest'][]) => http.post<Schemas['BeatResults']>('/api/v1/learning/beats', { beats }),
  complete: (lessonId: number) => http.post<ProgressAnswer>(`/api/v1/lessons/${lessonId}/complete`),
  reopen: (lessonId: number) => http.delete<ProgressAnswer>(`/api/v1/lessons/${lessonId}/complete`),
};
