export interface Certificate {
  id: number;
  uuid: string | null;
  code: string | null;
  state: 'due' | 'issued' | 'revoked';
  course_title: string;
  course_slug: string;
  learner_name: string;
  issued_at: string | null;
  expires_at: string | null;
  pdf_url: string | null;
  verify_url: string | null;
}

export interface Verification {
  code: string;
  state: 'issued' | 'revoked';
  learner_name: string;
  course_title: string;
  organization: string;
  instructor_name: string;
  hours: number;
  issued_at: string;
  expires_at: string | null;
  revoked_at: string | null;
}
