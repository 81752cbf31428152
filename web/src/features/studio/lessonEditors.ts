import type { Component } from 'vue';

/** Kinds of lessons, in the order the menu offers them. */
export const lessonKinds = ['page', 'video', 'document', 'link', 'quiz', 'assignment', 'package', 'live'] as const;
export type LessonKind = typeof lessonKinds[number];

/** What the text below an editor says: everything is kept, or what keeps it from being so. */
export type EditorState = 'saved' | 'saving' | 'unsaved' | 'offline' | 'conflict';

/** Kinds whose editor itself says whether all is kept. */
export const kindsWithOwnState: ReadonlySet<string> = new Set<LessonKind>(['page', 'quiz', 'assignment']);

/** What the page around an editor calls before it leaves the lesson. */
export interface LessonEditor {
  flush: () => Promise<void>;
}

type Loader = () => Promise<Component>;
const found = import.meta.glob<Component>([
  '../editor/PageEditor.vue',
  '../media/VideoEditor.vue',
  '../media/DocumentEditor.vue',
  '../media/LinkEditor.vue',
  '../quizzes/QuizEditor.vue',
  '../marking/AssignmentEditor.vue',
], { import: 'default' });

const files: Partial<Record<LessonKind, string>> = {
  page: '../editor/PageEditor.vue',
  video: '../media/VideoEditor.vue',
  document: '../media/DocumentEditor.vue',
  link: '../media/LinkEditor.vue',
  quiz: '../quizzes/QuizEditor.vue',
  assignment: '../marking/AssignmentEditor.vue',
};

const later: Loader = () => import('./LaterEditor.vue').then(module => module.default);

/** Loads the editor of a kind; kinds that have none yet get one that says so. */
export function editorOf(kind: LessonKind): Loader {
  const file = files[kind];
  return (file && found[file]) || later;
}
