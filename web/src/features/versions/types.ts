import type { BlockDocumentData } from '../../ui/blocks';

export type Run = ['same' | 'added' | 'removed', string];
export type ChangeValue = string | number | boolean | null;

/** One thing that differs; `code` and `values` make the sentence, `runs` show a text word by word. */
export interface ChangeEntry {
  kind: 'added' | 'removed' | 'moved' | 'changed';
  code: string;
  values: Record<string, ChangeValue>;
  path: string[];
  runs: Run[];
  details: ChangeEntry[];
}

export type Reason = 'published' | 'saved' | 'before_restore' | 'restored' | 'pushed' | 'synced';

export interface CourseVersion {
  number: number;
  reason: Reason;
  notes: string;
  author: { id: number; name: string } | null;
  created_at: string;
  lesson_count: number;
  changes: { count: number; first: ChangeEntry[] };
}

export interface VersionLessonRow { uuid: string; title: string; kind: string; is_published: boolean }
export interface VersionModule { uuid: string; title: string; is_published: boolean; lessons: VersionLessonRow[] }
export interface VersionOutline { version: CourseVersion; title: string; modules: VersionModule[] }

export interface VersionQuestion { uuid: string; title: string; kind: string; stem: BlockDocumentData; options: { html: string; weight: string }[] }
export interface VersionLesson {
  uuid: string;
  title: string;
  kind: string;
  document: BlockDocumentData | null;
  content: { questions?: VersionQuestion[]; url?: string; summary?: string; transcript?: string };
}

export interface Comparison { start: number; end: number | null; count: number; entries: ChangeEntry[] }

export interface RestorePreview {
  number: number;
  learner_count: number;
  returning: string[];
  hidden: string[];
  is_text_a_draft: boolean;
  count: number;
  entries: ChangeEntry[];
}

export interface Exporter { code: string; ending: string; title: string; summary: string }
export interface ExportJob {
  uuid: string;
  code: string;
  state: 'waiting' | 'running' | 'finished' | 'failed' | 'expired';
  done: number;
  total: number;
  url: string | null;
  name: string | null;
  size_bytes: number | null;
  created_at: string;
  finished_at: string | null;
  expires_at: string | null;
  losses: { path: string; detail: string }[];
  problem: { title: string; detail?: string } | null;
}
export interface Exports { exporters: Exporter[]; results: ExportJob[] }
export interface Pushed { is_dry_run: boolean; version: number | null; count: number; entries: ChangeEntry[] }
