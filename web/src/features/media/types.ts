import type { Schemas } from '../../core/api';

export type StoredFile = Schemas['StoredFile'];
export type FileHistory = Schemas['FileHistory'];
export type FileUsages = Schemas['FileUsages'];
export type CaptionCues = Schemas['CaptionCues'];
export type LessonView = Schemas['LessonView'];
export type VideoDetail = Schemas['Video'];
export type LinkItem = Schemas['LinkItem'];
export type Chapter = VideoDetail['chapters'][number];

/** What a picker hands out: a file just chosen or just stored. */
export type PickedFile = Pick<StoredFile, 'uuid' | 'name' | 'url' | 'media_type' | 'size_bytes' | 'width' | 'height'>;

export type EditorState = 'saved' | 'saving' | 'unsaved' | 'offline' | 'conflict';

export interface Cue { start_ms: number; end_ms: number; text: string }
