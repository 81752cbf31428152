import { computed, ref } from 'vue';
import { Problem } from '../../core/api';
import { recall, remember } from '../../core/storage';
import { assignmentsApi } from './api';
import type { Submission } from './types';

export type DraftState = 'saved' | 'saving' | 'unsaved' | 'offline' | 'conflict' | 'failed';
interface Kept { text: string; url: string; version: number }

const PAUSE_MS = 1200;
const RETRY_MS = 10_000;

/**
 * What a learner writes. Every letter is on this device at once and on the server after a pause; without a connection
 * it stays here and goes as soon as there is one. `owner` keeps people who share a device apart.
 */
export class DraftKeeper {
  readonly text = ref('');
  readonly url = ref('');
  readonly state = ref<DraftState>('saved');
  readonly problem = ref<Problem | null>(null);
  /** What stands on the server, where it was changed elsewhere. */
  readonly theirs = ref<Kept | null>(null);
  readonly words = computed(() => this.text.value.trim() ? this.text.value.trim().split(/\s+/u).length : 0);
  private version = 0;
  private sent = { text: '', url: '' };
  private running: Promise<void> | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly key: string;

  constructor(private readonly assignment: number, owner: number, draft: Submission | null) {
    this.key = `assignment-draft.${owner}.${assignment}`;
    this.sent = { text: draft?.text ?? '', url: draft?.url ?? '' };
    this.text.value = this.sent.text;
    this.url.value = this.sent.url;
    this.version = draft?.row_version ?? 0;
    this.takeKept();
  }

  /** What this device kept is newer, unless the server's was changed elsewhere meanwhile. */
  private takeKept(): void {
    const written = recall(this.key);
    const kept = written ? JSON.parse(written) as Kept : null;
    if (!kept || (kept.text === this.text.value && kept.url === this.url.value))
      return;
    const isBehind = kept.version !== this.version;
    this.theirs.value = isBehind ? { ...this.sent, version: this.version } : null;
    this.text.value = kept.text;
    this.url.value = kept.url;
    this.state.value = isBehind ? 'conflict' : 'unsaved';
    if (!isBehind)
      this.later(0);
  }

  private isDirty(): boolean {
    return this.text.value !== this.sent.text || this.url.value !== this.sent.url;
  }

  private keep(): void {
    const now: Kept = { text: this.text.value, url: this.url.value, version: this.version };
    remember(this.key, this.isDirty() ? JSON.stringify(now) : null);
  }

  private later(wait: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.save(), wait);
  }

  /** Something was written. */
  changed(): void {
    this.keep();
    if (this.state.value === 'conflict' || !this.isDirty())
      return;
    if (this.state.value !== 'offline')
      this.state.value = 'unsaved';
    this.later(PAUSE_MS);
  }

  private async send(): Promise<void> {
    const going = { text: this.text.value, url: this.url.value };
    this.state.value = 'saving';
    try {
      const saved = await assignmentsApi.save(this.assignment, { ...going, base_version: this.version });
      this.version = saved.row_version;
      this.sent = going;
      this.problem.value = null;
      this.state.value = this.isDirty() ? 'unsaved' : 'saved';
      this.keep();
    }
    catch (error) {
      if (!(error instanceof Problem))
        throw error;
      await this.refused(error);
    }
  }

  private async refused(problem: Problem): Promise<void> {
    this.problem.value = problem;
    this.state.value = problem.isOffline ? 'offline' : problem.code === 'stale-version' ? 'conflict' : 'failed';
    if (problem.isOffline)
      this.later(RETRY_MS);
    if (this.state.value !== 'conflict')
      return;
    const work = await assignmentsApi.work(this.assignment, '').catch(() => null);
    if (work?.draft)
      this.theirs.value = { text: work.draft.text, url: work.draft.url, version: work.draft.row_version };
  }

  /** Saves what is not saved yet; one request at a time. */
  async save(): Promise<void> {
    clearTimeout(this.timer);
    while (this.running)
      await this.running;
    if (!this.isDirty() || this.state.value === 'conflict')
      return;
    this.running = this.send();
    await this.running;
    this.running = null;
  }

  keepMine(): void {
    this.version = this.theirs.value?.version ?? this.version;
    this.theirs.value = null;
    this.state.value = 'unsaved';
    void this.save();
  }

  takeTheirs(): void {
    if (!this.theirs.value)
      return;
    this.sent = { text: this.theirs.value.text, url: this.theirs.value.url };
    this.version = this.theirs.value.version;
    this.text.value = this.sent.text;
    this.url.value = this.sent.url;
    this.theirs.value = null;
    this.problem.value = null;
    this.state.value = 'saved';
    this.keep();
  }

  /** A file came or went: the draft has another version now. */
  follow(saved: Submission): void {
    this.version = saved.row_version;
    this.keep();
  }

  /** It was handed in: nothing of it stays on this device. */
  forget(): void {
    clearTimeout(this.timer);
    this.sent = { text: this.text.value, url: this.url.value };
    remember(this.key, null);
  }
}
