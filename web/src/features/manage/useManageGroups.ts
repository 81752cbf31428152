import { computed } from 'vue';
import { useRouter } from 'vue-router';
import { useSessionStore } from '../../core/auth';
import { manageGroups } from './sections';

/** The groups and sections that the signed-in person may open and that this build has a page for. */
export function useManageGroups() {
  const session = useSessionStore();
  const router = useRouter();
  const isOpen = (path: string): boolean => router.resolve(path).meta.feature !== 'errors';
  return computed(() => manageGroups
    .map(group => ({ ...group, sections: group.sections.filter(section => section.permissions.some(session.can) && isOpen(section.path)) }))
    .filter(group => group.sections.length > 0));
}
