import type { Editor } from '@tiptap/core';
import { inject, type InjectionKey, type Ref } from 'vue';
import type { UploadedFile } from './upload/uploadFile';

/** A page lesson and its course. */
export interface PagePlace { courseId: number; lessonId: number }

/** What the parts of one editor share. */
export interface EditorContext {
  editor: Readonly<Ref<Editor | undefined>>;
  canEdit: Readonly<Ref<boolean>>;
  /** The page whose practice questions are chosen; null where none can stand. */
  place: Readonly<Ref<PagePlace | null>>;
  /** Whether the server has everything that stands here. */
  isSaved: Readonly<Ref<boolean>>;
  /** Sends a file and tells when it is stored; null when it was given up. */
  upload: (file: File) => Promise<UploadedFile | null>;
  /** Lets the author choose files of these kinds (`accept` of a file input). */
  chooseFiles: (accept: string, isSeveral?: boolean) => Promise<File[]>;
  openLink: () => void;
  openBlockMenu: () => void;
}

export const editorContextKey: InjectionKey<EditorContext> = Symbol('editor');

export function useEditorContext(): EditorContext {
  const context = inject(editorContextKey);
  if (!context)
    throw new Error('This part belongs inside a BlockEditor.');
  return context;
}
