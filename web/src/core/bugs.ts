import { readonly, shallowRef } from 'vue';

const bug = shallowRef<Error | null>(null);

/** The last error that no code expected; the app shows its error page while there is one. */
export const currentBug = readonly(bug);

export function reportBug(error: unknown): void {
  console.error(error);
  bug.value = error instanceof Error ? error : new Error(String(error));
}

export function forgetBug(): void {
  bug.value = null;
}
