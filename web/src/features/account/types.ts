/** What the sign-in service tells of a second factor. */
export interface Authenticator {
  type: 'totp' | 'recovery_codes' | 'webauthn';
  /** Seconds since 1970. */
  created_at: number;
  last_used_at: number | null;
  id?: number;
  name?: string;
  is_passwordless?: boolean;
  total_code_count?: number;
  unused_code_count?: number;
  unused_codes?: string[];
}
