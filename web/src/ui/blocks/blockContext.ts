import { inject, provide, type Component, type InjectionKey } from 'vue';

/** What blocks must know of the place they are shown in. */
export interface BlockContext {
  /** On paper: nothing is folded, and films are their addresses. */
  isPrint?: boolean;
  /** Draws a practice question, with the prop `question`; the feature that shows the document brings it. */
  question?: Component;
}

const key: InjectionKey<BlockContext> = Symbol('block context');

export function provideBlockContext(context: BlockContext): void {
  provide(key, context);
}

export function useBlockContext(): BlockContext {
  return inject(key, {});
}
