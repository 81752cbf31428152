import type { Router } from 'vue-router';

/** Go on to where one wanted to be: pages of the OAuth server are not the application's. */
export async function leaveSignIn(router: Router, path: string): Promise<void> {
  if (path.startsWith('/oauth/'))
    window.location.assign(path);
  else
    await router.replace(path);
}
