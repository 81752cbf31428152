import type { Schemas } from '../../core/api';

export type PersonRow = Schemas['PersonRow'];
export type PersonPage = Schemas['PersonPage'];
export type CustomField = Schemas['CustomField'];
export type FieldValue = Schemas['FieldValue'];
export type JobRole = Schemas['JobRole'];
export type Invitation = Schemas['Invitation'];
export type SavedView = Schemas['SavedView'];
export type BulkReport = Schemas['BulkReport'];
export type PersonalFacts = Schemas['PersonalFacts'];

export interface Named {
  id: number;
  name: string;
}

/** Columns beside the name, in the order shown. */
export const COLUMNS = ['email', 'username', 'roles', 'status', 'unit', 'student_number', 'last_seen', 'joined', 'second_factor'] as const;
export type ColumnKey = typeof COLUMNS[number];
export const USUAL_COLUMNS: readonly ColumnKey[] = ['email', 'roles', 'status', 'last_seen'];

export const STATES = ['active', 'suspended', 'locked', 'inactive', 'left'] as const;
export const SEEN = ['week', 'not-month', 'not-quarter', 'never'] as const;
export const ORDERS = ['newest', 'name', '-name', 'last-seen', '-last-seen'] as const;
export const FILTERS = ['search', 'role', 'status', 'unit', 'group', 'seen', 'second_factor', 'order'] as const;
export type FilterKey = typeof FILTERS[number];

export const TONES = { active: 'success', suspended: 'warning', locked: 'error', inactive: 'error', left: 'neutral' } as const;
