import { computed } from 'vue';
import { useApiQuery, type Schemas } from '../core/api';
import { useSessionStore } from '../core/auth';

const FRESH_MS = 60_000;

/** How many people ask to take one of my courses; asked for by those who teach. */
export function useOpenRequests() {
  const session = useSessionStore();
  const { data } = useApiQuery<Schemas['RequestPage']>('/api/v1/teaching/requests', {
    query: { limit: 1 },
    enabled: () => session.hasRole('instructor', 'admin'),
    staleTime: FRESH_MS,
  });
  return computed(() => data.value?.count ?? 0);
}
