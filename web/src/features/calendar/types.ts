import type { Schemas } from '../../core/api';
import type { CalendarItem } from '../home';

export type { CalendarItem };
export type Calendar = Schemas['Calendar'];
export type Feed = Schemas['CalendarFeed'];
export type NewFeed = Schemas['NewCalendarFeed'];
export interface EntryValues { title: string; note: string; starts_at: string; ends_at: string; is_all_day: boolean }
