import { ref, shallowRef } from 'vue';
import { newKey, Problem } from '../../../core/api';
import { editorApi, type PageEdit, type SavedPage } from '../editorApi';
import { emptyDocument, type EditorDocument, type SaveState } from '../types';
import { rememberUnsaved, type Unsaved } from './unsavedStore';

export interface PageSource {
  lessonId: number;
  userId: number;
  getDocument: () => EditorDocument;
  /** Brings in what the server has beyond what it had; returns the names of the changed blocks. */
  takeRemote: (from: EditorDocument, to: EditorDocument) => string[];
  onRemote: (changed: string[], page: PageEdit) => void;
  onSaved: (page: PageEdit) => void;
}

const QUIET_MS = 1_000;
const LONGEST_MS = 6_000;
const KEEP_MS = 300;
const RETRY_MS = 5_000;

const text = (document: EditorDocument): string => JSON.stringify(document.blocks);

/** Keeps a page saved: soon after typing stops, on this device at once, and again when the network is back. */
export class PageSaver {
  readonly state = ref<SaveState>('saved');
  readonly problem = shallowRef<Problem | null>(null);
  private base = emptyDocument();
  private version = 1;
  private known = '';
  private running: Promise<void> | null = null;
  private timer = 0;
  private keeper = 0;
  private dirtySince = 0;
  private isActive = false;

  constructor(private readonly source: PageSource) {}

  /** Begins from what the server has. */
  begin(page: PageEdit): void {
    this.adopt(page);
    this.known = text(this.source.getDocument());
    this.isActive = true;
    // What this device kept stays kept: its author has not chosen yet.
    this.state.value = 'saved';
    this.dirtySince = 0;
  }

  /** Goes on with what this device had kept, from what that began with. */
  resume(kept: Unsaved): void {
    this.base = kept.base;
    this.version = kept.baseVersion;
    this.onChange();
  }

  private adopt(page: PageEdit): void {
    this.base = page.document;
    this.version = page.row_version;
  }

  onChange(): void {
    if (!this.isActive)
      return;
    this.dirtySince ||= Date.now();
    if (this.state.value === 'saved')
      this.state.value = 'unsaved';
    clearTimeout(this.keeper);
    this.keeper = window.setTimeout(() => this.keep(), KEEP_MS);
    this.schedule(Math.max(0, Math.min(QUIET_MS, this.dirtySince + LONGEST_MS - Date.now())));
  }

  private schedule(delay: number): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.save(), delay);
  }

  /** Puts what is not saved onto this device. */
  keep(): void {
    clearTimeout(this.keeper);
    const { userId, lessonId } = this.source;
    if (this.state.value !== 'saved')
      rememberUnsaved(userId, lessonId, { document: this.source.getDocument(), base: this.base, baseVersion: this.version, at: Date.now() });
  }

  save(): Promise<void> {
    clearTimeout(this.timer);
    this.running ??= this.send().finally(() => { this.running = null; });
    return this.running;
  }

  private async send(): Promise<void> {
    const sent = this.source.getDocument();
    if (text(sent) === this.known)
      return this.settle();
    this.state.value = 'saving';
    this.dirtySince = 0;
    try {
      this.take(sent, await this.put(sent));
    }
    catch (error) {
      if (!(error instanceof Problem))
        throw error;
      this.fail(error);
    }
  }

  /** Without the base first: it doubles what is sent and is needed only when the page has moved on. */
  private async put(sent: EditorDocument): Promise<SavedPage> {
    const { lessonId } = this.source;
    const body = { document: sent, base_version: this.version };
    try {
      return await editorApi.save(lessonId, body, newKey());
    }
    catch (error) {
      if (!(error instanceof Problem && error.code === 'page-conflict'))
        throw error;
      const theirs = await editorApi.read(lessonId);
      const page = await editorApi.save(lessonId, { ...body, base: this.base }, newKey());
      return { ...page, updated_by: theirs.updated_by };
    }
  }

  private take(sent: EditorDocument, page: SavedPage): void {
    const isTypedMeanwhile = text(this.source.getDocument()) !== text(sent);
    this.adopt(page);
    this.problem.value = null;
    if (page.merged)
      this.bring(sent, page);
    // With something typed meanwhile there is no text yet that both sides know.
    this.known = isTypedMeanwhile ? '' : text(this.source.getDocument());
    if (isTypedMeanwhile) {
      this.state.value = 'unsaved';
      this.keep();
      this.schedule(QUIET_MS);
    }
    else {
      this.settle();
    }
    this.source.onSaved(page);
  }

  private bring(from: EditorDocument, page: PageEdit): void {
    const changed = this.source.takeRemote(from, page.document);
    if (changed.length)
      this.source.onRemote(changed, page);
  }

  private settle(): void {
    this.state.value = 'saved';
    this.problem.value = null;
    this.dirtySince = 0;
    clearTimeout(this.keeper);
    rememberUnsaved(this.source.userId, this.source.lessonId, null);
  }

  private fail(reason: Problem): void {
    this.state.value = reason.isOffline ? 'offline' : 'unsaved';
    this.problem.value = reason.isOffline ? null : reason;
    this.keep();
    if (reason.isOffline || reason.status >= 500 || reason.status === 429)
      this.schedule((reason.retryAfterSeconds ?? 0) * 1000 || RETRY_MS);
  }

  private get isIdle(): boolean {
    return this.isActive && this.state.value === 'saved' && !this.running && text(this.source.getDocument()) === this.known;
  }

  /** Looks whether others have written, while nothing of one's own waits. */
  async look(): Promise<void> {
    if (!this.isIdle || document.hidden)
      return;
    try {
      const page = await editorApi.read(this.source.lessonId);
      if (page.row_version === this.version || !this.isIdle)
        return;
      this.bring(this.base, page);
      this.adopt(page);
      this.known = text(this.source.getDocument());
    }
    catch (error) {
      if (!(error instanceof Problem))
        throw error;
    }
  }

  /** The network is back, or the window is looked at again. */
  wake(): void {
    void (this.state.value === 'offline' ? this.save() : this.look());
  }

  async flush(): Promise<void> {
    while (this.state.value === 'unsaved' || this.state.value === 'saving') {
      await this.save();
      if (this.problem.value)
        return;
    }
  }

  /** The editor goes; what is not saved stays on this device. */
  stop(): void {
    this.isActive = false;
    clearTimeout(this.timer);
    this.keep();
  }
}
