import { http } from '../../core/api';

export const HOME = '/api/v1/home';

export const homeApi = {
  setGoal: (minutes: number[]) => http.put<{ minutes: number[] }>(`${HOME}/goal`, { minutes }),
};
