export { addDays, dayOf, instantOf, timeOf } from './days';
export { daysOf, useItemWords } from './useItemWords';
export type { CalendarItem, TeachingWaiting } from './types';
