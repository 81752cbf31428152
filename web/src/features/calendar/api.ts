import { http } from '../../core/api';
import type { CalendarItem, NewFeed } from './types';

export const CALENDAR = '/api/v1/calendar';
export const FEED = `${CALENDAR}/feed`;
const entry = (uuid: string) => `${CALENDAR}/entries/${uuid}`;

export const calendarApi = {
  delete: (uuid: string) => http.delete(entry(uuid)),
  restore: (uuid: string) => http.post<CalendarItem>(`${entry(uuid)}/restore`),
  renewFeed: () => http.post<NewFeed>(FEED),
  endFeed: () => http.delete(FEED),
};
