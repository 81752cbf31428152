/**
 * What was typed at sign-in or sign-up, kept in memory only while the address waits for its
 * verification: signing in again is how a new mail is asked for.
 */
export interface PendingSignIn {
  email: string;
  password: string;
  next?: string;
}

let pending: PendingSignIn | null = null;

export function keepPendingSignIn(details: PendingSignIn | null): void {
  pending = details;
}

export function pendingSignIn(): PendingSignIn | null {
  return pending;
}
