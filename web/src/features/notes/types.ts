import type { Schemas } from '../../core/api';

export type ServerNote = Schemas['LearnerNote'];
export type NoteColor = ServerNote['color'];
export type Anchor = Omit<NonNullable<ServerNote['anchor']>, 'before' | 'after' | 'language'> & { before?: string; after?: string; language?: string };
export type Bookmark = Schemas['Bookmark'];
export type MyNote = Schemas['MyNote'];
export type MyBookmark = Schemas['MyBookmark'];
export type NotedCourse = Schemas['NotedCourse'];

/** What a learner writes; the rest the server adds. */
export interface NoteValues { body: string; quote: string; anchor: Anchor | null; at_seconds: number | null; color: NoteColor }
export interface Note extends NoteValues { uuid: string; row_version: number; created_at: string }

export const COLORS: readonly NoteColor[] = ['yellow', 'green', 'blue', 'pink'];
