import { http } from '../../core/api';
import type { CalendarItem, EntryValues } from './types';

const ENTRIES = '/api/v1/calendar/entries';

/** Of the form alone: what it shared with its page would tie the two files together. */
export const entryApi = {
  write: (values: EntryValues, key: string) => http.post<CalendarItem>(ENTRIES, values, { headers: { 'Idempotency-Key': key } }),
  change: (uuid: string, version: number, values: EntryValues) => http.patch<CalendarItem>(`${ENTRIES}/${uuid}`, values, { headers: { 'If-Match': `"${version}"` } }),
};
