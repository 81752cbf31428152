import { http, newKey } from '../../core/api';
import type { CalendarItem, EntryValues, NewFeed } from './types';

export const CALENDAR = '/api/v1/calendar';
export const FEED = `${CALENDAR}/feed`;
const entry = (uuid: string) => `${CALENDAR}/entries/${uuid}`;

export const calendarApi = {
  write: (values: EntryValues, key: string) => http.post<CalendarItem>(`${CALENDAR}/entries`, values, { headers: { 'Idempotency-Key': key } }),
  change: (uuid: string, version: number, values: EntryValues) => http.patch<CalendarItem>(entry(uuid), values, { headers: { 'If-Match': `"${version}"` } }),
  delete: (uuid: string) => http.delete(entry(uuid)),
  restore: (uuid: string) => http.post<CalendarItem>(`${entry(uuid)}/restore`),
  renewFeed: () => http.post<NewFeed>(FEED),
  endFeed: () => http.delete(FEED),
};
export { newKey };
