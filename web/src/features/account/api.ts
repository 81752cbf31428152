import { http, type Schemas } from '../../core/api';
import { makePasskey, type CreationOptions } from '../../core/proofs';
import type { Authenticator } from './types';

const FACTORS = '/_allauth/browser/v1/account/authenticators';

export type Device = Schemas['UserSession'];

interface Data<T> { data: T }

export const accountApi = {
  factors: async () => (await http.get<Data<Authenticator[]>>(FACTORS)).data,
  beginTotp: () => http.post<Schemas['TotpSecret']>('/api/v1/me/totp-secret'),
  addTotp: (code: string) => http.post(`${FACTORS}/totp`, { code }),
  removeTotp: () => http.delete(`${FACTORS}/totp`),
  recoveryCodes: async () => (await http.get<Data<Authenticator>>(`${FACTORS}/recovery-codes`)).data.unused_codes ?? [],
  newRecoveryCodes: async () => (await http.post<Data<Authenticator>>(`${FACTORS}/recovery-codes`)).data.unused_codes ?? [],
  addPasskey: async (name: string) => {
    const { data } = await http.get<Data<{ creation_options: CreationOptions }>>(`${FACTORS}/webauthn?passwordless`);
    return http.post(`${FACTORS}/webauthn`, { name, credential: await makePasskey(data.creation_options) });
  },
  renamePasskey: (id: number, name: string) => http.put(`${FACTORS}/webauthn`, { id, name }),
  removePasskey: (id: number) => http.delete(`${FACTORS}/webauthn`, { body: { authenticators: [id] } }),
  endDevice: (id: number) => http.delete(`/api/v1/me/sessions/${id}`),
  endOtherDevices: () => http.delete('/api/v1/me/sessions'),
};
