import { inject, provide, type InjectionKey } from 'vue';
import type { Chosen } from './types';
import type { OutlineActs } from './useOutline';
import type { Selection } from './useSelection';
import type { ItemKey, TreeMoves } from './useTreeMoves';

/** What every row of the outline shares. */
export interface OutlineContext {
  slug: string;
  acts: OutlineActs;
  selection: Selection;
  moves: TreeMoves;
  state: { current: number | null; tabStop: ItemKey | null; renaming: ItemKey | null; menu: ItemKey | null };
  isWide: boolean;
  canEdit: boolean;
  /** Open threads of comments about a lesson. */
  commentsOn: (lessonId: number) => number;
  renamed: (item: ItemKey, title: string | null) => void;
  openMenu: (item: ItemKey) => void;
  closeMenu: (item: ItemKey, restoreFocus: boolean) => void;
  edit: { rename: (item: ItemKey) => void; settings: (item: ItemKey) => void };
  /** Asks where these are to go. */
  place: (chosen: Chosen) => void;
  sortable: { lessons: (list: HTMLElement) => () => void };
}

const key: InjectionKey<OutlineContext> = Symbol('outline');

export function provideOutline(context: OutlineContext): void {
  provide(key, context);
}

export function useOutlineContext(): OutlineContext {
  return inject(key)!;
}
