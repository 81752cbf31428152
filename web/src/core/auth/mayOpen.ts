import { useSessionStore } from './useSessionStore';

/** Whether a page wants a role or a permission that the signed-in person lacks. `requires` is that of the route's meta. */
export function isRefused(requires: string): boolean {
  const session = useSessionStore();
  const [kind, wanted = ''] = [requires.slice(0, requires.indexOf(':')), requires.slice(requires.indexOf(':') + 1)];
  if (kind === 'role')
    return !session.hasRole(...wanted.split('|'));
  return kind === 'can' && !wanted.split('|').some(session.can);
}
