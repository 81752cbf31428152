import { readonly, ref, shallowRef } from 'vue';
import { Problem } from './Problem';

/**
 * Wraps one act of the user. A second call while the first runs is ignored; `problem` is what to
 * show when it fails. `run` answers whether it succeeded.
 */
export function useAction<A extends unknown[], R>(act: (...args: A) => Promise<R>) {
  const isPending = ref(false);
  const problem = shallowRef<Problem | null>(null);
  const result = shallowRef<R>();

  async function run(...args: A): Promise<boolean> {
    if (isPending.value)
      return false;
    isPending.value = true;
    problem.value = null;
    try {
      result.value = await act(...args);
      return true;
    }
    catch (error) {
      if (!(error instanceof Problem))
        throw error;
      problem.value = error;
      return false;
    }
    finally {
      isPending.value = false;
    }
  }

  return { run, isPending: readonly(isPending), problem: readonly(problem) as Readonly<typeof problem>, result };
}
