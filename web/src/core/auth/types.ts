export interface Settings {
  theme: 'light' | 'dark' | 'system';
  language: string;
  time_zone: string;
  is_voice_reader_on: boolean;
  text_size: 'normal' | 'large' | 'largest';
  is_motion_reduced: boolean;
}

export interface Me {
  id: number;
  uuid: string;
  email: string;
  username: string;
  display_name: string;
  first_name: string;
  last_name: string;
  headline: string;
  bio: string;
  avatar_url: string | null;
  /** May open the administration pages. */
  is_staff: boolean;
  roles: string[];
  permissions: string[];
  settings: Settings;
  organization: { id: number; uuid: string; name: string; slug: string } | null;
}

export interface Site {
  name: string;
  organization: string | null;
  languages: string[];
  sign_up_open: boolean;
  needs_setup: boolean;
  dev_mailbox: boolean;
  statistics: Partial<Record<'courses' | 'learners' | 'certificates', number>> | null;
}
