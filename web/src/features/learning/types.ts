import type { Schemas } from '../../core/api';
import type { AssignmentDetail } from '../assignments';
import type { QuizDetail } from '../assessment';
import type { BlockDocumentData } from '../../ui/blocks';
import type { CourseCardData } from '../courses';

export type Outline = Schemas['Outline'];
export type OutlineLesson = Schemas['OutlineLesson'];
export type LessonState = OutlineLesson['state'];
export type EnrollmentSums = Schemas['EnrollmentState'];
export type LessonProgress = Schemas['LessonProgress'];
export type VideoDetail = Schemas['Video'];
export type DocumentDetail = Schemas['Document'];
export type LinkDetail = Schemas['Link'];

/** What the schema leaves open is what other apps put in: blocks of pages, the quiz. */
export type LessonView = Omit<Schemas['LessonView'], 'page' | 'quiz' | 'assignment'> & {
  page: { document: BlockDocumentData } | null;
  quiz: QuizDetail | null;
  assignment: AssignmentDetail | null;
};

export type ProgressAnswer = Schemas['Recorded'];
export interface ProgressNote { seconds: number; position_seconds?: number; watched_share?: number; watched?: number[][] }

export type LearningCourse = Omit<Schemas['LearnedCourse'], 'course' | 'next_lesson' | 'certificate'> & {
  course: CourseCardData;
  next_lesson: { id: number; title: string } | null;
  certificate: { code: string } | null;
};
export type MyLearning = Omit<Schemas['MyLearning'], 'resume' | 'results'> & {
  resume: LearningCourse | null;
  results: LearningCourse[];
};
