import type { BlockDocumentData } from '../../ui/blocks';

export type Level = 'beginner' | 'intermediate' | 'advanced' | 'all';
export type LessonKind = 'page' | 'video' | 'document' | 'link' | 'quiz';

export interface OwnEnrollment { id: number; status: 'active' | 'completed' | 'withdrawn' | 'suspended'; percent: number }

export interface CourseCardData {
  id: number;
  uuid: string;
  slug: string;
  title: string;
  tagline: string;
  level: Level;
  language: string;
  estimated_minutes: number;
  image_url: string | null;
  category: { slug: string; name: string } | null;
  instructors: { id: number; display_name: string; avatar_url: string | null }[];
  lesson_count: number;
  enrolled_count: number;
  status: 'draft' | 'published' | 'archived';
  is_featured: boolean;
  enrollment: OwnEnrollment | null;
  snippet?: string | null;
}

export interface OutlineLesson { id: number; title: string; kind: LessonKind; estimated_minutes: number; is_preview: boolean; group_title: string }
export interface OutlineModule { id: number; title: string; lessons: OutlineLesson[] }

export interface CourseDetail extends CourseCardData {
  overview: BlockDocumentData;
  outcomes: string[];
  modules: OutlineModule[];
  capacity: number | null;
  seats_taken: number;
  access: 'open' | 'approval' | 'restricted';
  published_at: string | null;
  actions: string[];
  tags: (string | { name: string; slug: string })[];
  certificate: boolean;
}

export interface Category { slug: string; name: string; icon?: string }
