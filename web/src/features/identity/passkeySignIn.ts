import type { NextStep } from '../../core/auth';
import { PasskeyCancelled, proofs } from '../../core/proofs';

/** Signs in by a passkey; null when the person closed the browser's own window. */
export async function signInByPasskey(): Promise<NextStep | null> {
  try {
    return await proofs.signInByPasskey();
  }
  catch (error) {
    if (error instanceof PasskeyCancelled)
      return null;
    throw error;
  }
}
