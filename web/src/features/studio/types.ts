import type { Schemas } from '../../core/api';

export type StudioOutline = Schemas['StudioOutline'];
export type StudioModule = Schemas['StudioModule'];
export type StudioLesson = Schemas['StudioLesson'];
export type OutlineChange = Schemas['OutlineChange'];
export type OutlineAnswer = Omit<Schemas['OutlineAnswer'], 'target'> & {
  target: { slug: string; title: string; change: OutlineChange } | null;
};

/** What may be set on lessons and modules. */
export type OutlineValues = Partial<Pick<StudioLesson, 'title' | 'group_title' | 'is_required' | 'is_published' | 'is_preview' | 'weight' | 'estimated_minutes' | 'completion' | 'completion_value'>> & { summary?: string };

/** Modules and lessons an act is about. */
export interface Chosen {
  lessons: number[];
  modules: number[];
}
export type LessonView = Schemas['LessonView'];
