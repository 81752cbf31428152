import type { Schemas } from '../../core/api';

export type Home = Schemas['Home'];
export type CalendarItem = Schemas['CalendarItem'];
export type NextStep = Schemas['NextStep'];
export type Resume = Schemas['Resume'];
export type HomeCourse = Schemas['HomeCourse'];
export type WeekPlan = Schemas['WeekPlan'];
export type Waiting = Schemas['Waiting'];
export type Finished = Schemas['Finished'];

/** Kinds that this page has words and a sign for; another app's kind is still work. */
export type WaitingKind = WaitingWork['kind'];
export type WaitingWork = Schemas['WaitingWork'];
export type TeachingWaiting = Schemas['TeachingWaiting'];
