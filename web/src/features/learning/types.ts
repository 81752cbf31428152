import type { BlockDocumentData, CaptionTrack } from '../../ui/blocks';
import type { QuizDetail } from '../assessment';
import type { CourseCardData, LessonKind } from '../courses';

export type LessonState = 'started' | 'completed' | null;
export interface EnrollmentSums { id: number; percent: number; status: string; last_lesson_id?: number | null }

export interface OutlineLesson {
  id: number;
  title: string;
  kind: LessonKind;
  group_title: string;
  estimated_minutes: number;
  is_required: boolean;
  is_preview?: boolean;
  state: LessonState;
}
export interface OutlineModule { id: number; title: string; lessons: OutlineLesson[] }
export interface Outline {
  course: { id: number; slug: string; title: string };
  version: number;
  enrollment: EnrollmentSums | null;
  modules: OutlineModule[];
}

export interface LessonProgress { state: LessonState; position_seconds: number; watched_share: number; seconds: number; completed_at: string | null }
export interface LessonLink { id: number; title: string }
export interface VideoDetail {
  provider: 'file' | 'youtube' | 'vimeo' | 'url';
  url: string | null;
  external_id: string;
  poster_url: string | null;
  duration_seconds: number;
  required_share: number;
  captions: CaptionTrack[];
  transcript: string;
}
export interface DocumentDetail { url: string; name: string; media_type: string; size_bytes: number; summary: string }

export interface LessonView {
  id: number;
  uuid: string;
  title: string;
  kind: LessonKind;
  module: { id: number; title: string };
  course: { id: number; slug: string; title: string };
  completion: { rule: 'view' | 'time' | 'score' | 'manual'; value: number };
  estimated_minutes: number;
  previous: LessonLink | null;
  next: LessonLink | null;
  progress: LessonProgress | null;
  page: { document: BlockDocumentData } | null;
  video: VideoDetail | null;
  document: DocumentDetail | null;
  link: { url: string; summary: string } | null;
  quiz: QuizDetail | null;
}

export interface ProgressAnswer { progress: LessonProgress; enrollment: EnrollmentSums }
export interface ProgressNote { seconds: number; position_seconds?: number; watched_share?: number }

export interface LearningCourse {
  enrollment: EnrollmentSums;
  course: CourseCardData;
  next_lesson: LessonLink | null;
  percent: number;
  last_access_at: string | null;
  certificate: { code: string } | null;
}
export interface MyLearning {
  resume: LearningCourse | null;
  results: LearningCourse[];
  statistics: { active: number; completed: number; certificates: number; seconds_this_week: number };
}
