import { http } from '../api';
import { nextStep } from '../auth';
import { usePasskey, type RequestOptions } from './passkeys';

/** Calls of the sign-in service beside the password: codes, second factors, passkeys, confirming who one is. */
const AUTH = '/_allauth/browser/v1/auth';

async function byPasskey(path: string): Promise<unknown> {
  const { data } = await http.get<{ data: { request_options: RequestOptions } }>(`${AUTH}/webauthn/${path}`);
  return http.post(`${AUTH}/webauthn/${path}`, { credential: await usePasskey(data.request_options) });
}

export const proofs = {
  requestCode: (email: string) => nextStep(http.post(`${AUTH}/code/request`, { email })),
  confirmCode: (code: string) => nextStep(http.post(`${AUTH}/code/confirm`, { code })),
  /** Second step by a code of the app or a recovery code. */
  secondFactor: (code: string) => nextStep(http.post(`${AUTH}/2fa/authenticate`, { code })),
  secondFactorByPasskey: () => nextStep(byPasskey('authenticate')),
  signInByPasskey: () => nextStep(byPasskey('login')),
  confirmByPassword: (password: string) => http.post(`${AUTH}/reauthenticate`, { password }),
  confirmByCode: (code: string) => http.post(`${AUTH}/2fa/reauthenticate`, { code }),
  confirmByPasskey: () => byPasskey('reauthenticate'),
};
