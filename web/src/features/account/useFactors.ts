import { computed, readonly, shallowRef } from 'vue';
import { Problem } from '../../core/api';
import { useSessionStore } from '../../core/auth';
import { accountApi } from './api';
import type { Authenticator } from './types';

/** The second factors of the signed-in person. Each change reads them anew, and what the site then asks of the person. */
export function useFactors() {
  const session = useSessionStore();
  const factors = shallowRef<Authenticator[]>();
  const problem = shallowRef<Problem | null>(null);

  async function refresh(): Promise<void> {
    problem.value = null;
    try {
      factors.value = await accountApi.factors();
    }
    catch (error) {
      if (!(error instanceof Problem))
        throw error;
      problem.value = error;
    }
  }

  async function changed(): Promise<void> {
    await Promise.all([refresh(), session.load(true)]);
  }

  const totp = computed(() => factors.value?.find(one => one.type === 'totp'));
  const recovery = computed(() => factors.value?.find(one => one.type === 'recovery_codes'));
  const passkeys = computed(() => factors.value?.filter(one => one.type === 'webauthn') ?? []);

  return { factors: readonly(factors) as Readonly<typeof factors>, problem: readonly(problem) as Readonly<typeof problem>, totp, recovery, passkeys, refresh, changed };
}
