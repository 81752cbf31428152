import { http, Problem, request } from '../../core/api';
import { nextStep, type Me, type Settings } from '../../core/auth';

const AUTH = '/_allauth/browser/v1';

export interface SignUp {
  email: string;
  password: string;
  first_name: string;
  last_name: string;
  language: string;
  birth_date?: string;
  accepts_policies?: boolean;
}

export interface Setup {
  language: string;
  organization_name: string;
  email: string;
  password: string;
  first_name: string;
  last_name: string;
}

/** Some acts succeed without signing in; the service says so with a 401 and no errors. */
async function allowSignedOut(act: Promise<unknown>): Promise<{ isSignedIn: boolean }> {
  try {
    await act;
    return { isSignedIn: true };
  }
  catch (error) {
    if (error instanceof Problem && error.status === 401 && error.errors.length === 0)
      return { isSignedIn: false };
    throw error;
  }
}

export const identityApi = {
  /** `login` is an e-mail address or a user name. */
  signIn: (login: string, password: string) =>
    nextStep(http.post(`${AUTH}/auth/login`, { [login.includes('@') ? 'email' : 'username']: login, password })),
  signUp: (person: SignUp) => nextStep(http.post(`${AUTH}/auth/signup`, person)),
  verifyEmail: (key: string) => allowSignedOut(http.post(`${AUTH}/auth/email/verify`, { key })),
  requestPasswordReset: (email: string) => http.post(`${AUTH}/auth/password/request`, { email }),
  /** Throws when the link is used up or too old. */
  checkResetKey: (key: string) => request('GET', `${AUTH}/auth/password/reset`, { headers: { 'X-Password-Reset-Key': key } }),
  resetPassword: (key: string, password: string) => allowSignedOut(http.post(`${AUTH}/auth/password/reset`, { key, password })),
  changePassword: (current_password: string, new_password: string) =>
    http.post(`${AUTH}/account/password/change`, { current_password, new_password }),
  setUp: (setup: Setup) => http.post('/api/v1/setup', setup),
  saveProfile: (changes: Partial<Pick<Me, 'first_name' | 'last_name' | 'headline' | 'bio'>>) => http.patch<Me>('/api/v1/me', changes),
  saveSettings: (changes: Partial<Settings>) => http.patch<unknown>('/api/v1/me/settings', changes),
  putAvatar: (file: File) => {
    const form = new FormData();
    form.append('file', file);
    return http.put<unknown>('/api/v1/me/avatar', form);
  },
  removeAvatar: () => http.delete<unknown>('/api/v1/me/avatar'),
};
