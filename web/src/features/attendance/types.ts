import type { Schemas } from '../../core/api';

export type Plan = Schemas['AttendancePlan'];
export type Session = Schemas['AttendanceSession'];
export type SessionRow = Schemas['AttendanceSessionRow'];
export type Roster = Schemas['AttendanceRoster'];
export type Place = Schemas['AttendancePlace'];
export type Preview = Schemas['AttendancePreview'];
export type Code = Schemas['CheckInCode'];
export type State = NonNullable<Place['state']>;

export const states: readonly State[] = ['present', 'late', 'absent', 'excused'];
export const kinds: readonly Session['kind'][] = ['lecture', 'seminar', 'lab', 'online', 'other'];
