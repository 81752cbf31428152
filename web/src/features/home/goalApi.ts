import { http } from '../../core/api';

/** Of the form alone: what it shared with its page would tie the two files together. */
export const setGoal = (minutes: number[]) => http.put<{ minutes: number[] }>('/api/v1/home/goal', { minutes });
