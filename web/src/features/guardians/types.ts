import type { Schemas } from '../../core/api';

export type Guardianship = Schemas['Guardianship'];
export type GuardianInvitation = Schemas['GuardianInvitation'];
export type Family = Schemas['Family'];
export type Child = Schemas['Child'];
export type ChildCourse = Schemas['ChildCourse'];
export type ChildResult = Schemas['ChildResult'];
export type ChildDeadline = Schemas['ChildDeadline'];
export type ChildCertificate = Schemas['ChildCertificate'];

export const kinds = ['mother', 'father', 'guardian', 'grandparent', 'sibling', 'other'] as const;
export type Kind = typeof kinds[number];

export const scopes = ['progress', 'grades', 'attendance', 'deadlines', 'messages'] as const;
export type Scope = typeof scopes[number];
