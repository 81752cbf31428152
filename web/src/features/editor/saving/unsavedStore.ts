import { recall, remember } from '../../../core/storage';
import type { EditorDocument } from '../types';

/** What this device has written and the server has not: survives a crash, a closed window, a dead network. */
export interface Unsaved {
  document: EditorDocument;
  /** What the document began from, so that the server can merge it later. */
  base: EditorDocument;
  baseVersion: number;
  /** Milliseconds since 1970. */
  at: number;
}

function keyOf(userId: number, lessonId: number): string {
  return `unsaved-page.${userId}.${lessonId}`;
}

export function recallUnsaved(userId: number, lessonId: number): Unsaved | null {
  const text = recall(keyOf(userId, lessonId));
  try {
    return text ? JSON.parse(text) as Unsaved : null;
  }
  catch {
    return null;
  }
}

export function rememberUnsaved(userId: number, lessonId: number, unsaved: Unsaved | null): void {
  remember(keyOf(userId, lessonId), unsaved && JSON.stringify(unsaved));
}
