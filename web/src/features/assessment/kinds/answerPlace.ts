import type { InjectionKey } from 'vue';

/** The attempt that is being answered, where there is one: files are sent to it. */
export const ATTEMPT: InjectionKey<string> = Symbol('attempt');
/** The question that is being answered. */
export const SLOT: InjectionKey<number> = Symbol('slot');
