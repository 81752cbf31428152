export interface ImportJob {
  uuid: string;
  state: 'waiting' | 'running' | 'finished' | 'failed';
  format: '' | 'olx' | 'markdown';
  source_name: string;
  is_dry_run: boolean;
  is_copy_wanted: boolean;
  nodes_total: number;
  nodes_done: number;
  imported_count: number;
  lossy_count: number;
  skipped_count: number;
  course: { slug: string; title: string } | null;
  problem: { code?: string; title?: string; detail?: string; differences?: string[]; changes?: string[] } | null;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
  duplicates: { slug: string; title: string; imported_at: string | null }[];
  actions: string[];
}

export type Outcome = 'imported' | 'lossy' | 'skipped';
export interface ImportNode {
  position: number;
  path: string;
  kind: string;
  title: string;
  outcome: Outcome;
  code: string;
  detail: string;
  lesson: { id: number; title: string } | null;
}
