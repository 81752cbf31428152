import { http, Problem } from '../api';
import { useSessionStore } from './useSessionStore';

/** Ends the session and loads the front page anew. False when the server could not be told. */
export async function signOut(): Promise<boolean> {
  try {
    await http.delete('/_allauth/browser/v1/auth/session');
  }
  catch (error) {
    // 401 is how the service says "you are signed out now".
    if (!(error instanceof Problem) || error.status !== 401)
      return false;
  }
  useSessionStore().forget();
  // A full load: nothing of the old person's data may stay in memory.
  location.assign('/');
  return true;
}
