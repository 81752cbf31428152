import { Problem } from '../api';

/** What is left to do: nothing, the code of a mail, or the second factor in one of these ways. */
export type NextStep = { step: 'done' } | { step: 'code' } | { step: 'verify_email' } | { step: 'second_factor'; types: readonly string[] };

/** The service answers 401 with the step that is still open: that is no failure. */
export async function nextStep(act: Promise<unknown>): Promise<NextStep> {
  try {
    await act;
    return { step: 'done' };
  }
  catch (error) {
    if (!(error instanceof Problem))
      throw error;
    if (error.pending.includes('mfa_authenticate'))
      return { step: 'second_factor', types: error.pendingTypes };
    if (error.pending.includes('login_by_code'))
      return { step: 'code' };
    if (error.pending.includes('verify_email'))
      return { step: 'verify_email' };
    throw error;
  }
}
