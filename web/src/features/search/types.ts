import type { Schemas } from '../../core/api';

export type SearchAnswer = Schemas['SearchAnswer'];
export type SearchGroup = Schemas['SearchGroup'];
export type SearchRow = Schemas['SearchRow'];
export type TextPiece = Schemas['TextPiece'];

/** A line of the palette: where it leads, or what it does. */
export interface Entry {
  /** Unlike any other's in the list. */
  key: string;
  title: readonly TextPiece[];
  icon: string;
  /** What it belongs to. */
  where?: string;
  /** A word on what to know before opening it. */
  state?: string;
  /** A quotation in which the words were found. */
  snippet?: readonly TextPiece[];
  path?: string;
  run?: () => void | Promise<void>;
}

export interface EntryGroup {
  key: string;
  label: string;
  entries: Entry[];
}
