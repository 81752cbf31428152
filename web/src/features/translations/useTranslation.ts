import { computed, onScopeDispose, ref, watch } from 'vue';
import { http, useAction, useApiQuery } from '../../core/api';
import type { TranslationParts, TranslationPiece } from './types';

export interface EditedPiece extends TranslationPiece {
  /** What stands on the page; `text` is what the server has. */
  written: string;
  isReady: boolean;
  /** The translator says that it still fits the source. */
  isConfirmed?: boolean;
}

const AUTOSAVE_MS = 1500;

/** One language of a course: its parts, the pieces of the part at hand, and what is not saved of them. */
export function useTranslation(slug: () => string, language: () => string, part: () => string) {
  const base = computed(() => `/api/v1/courses/${slug()}/translations/${language()}`);
  const { data: overview, problem, refresh } = useApiQuery<TranslationParts>(() => base.value);
  const pieces = ref<EditedPiece[]>([]);
  let timer = 0;

  const loading = useAction(async () => take((await http.get<{ pieces: TranslationPiece[] }>(address())).pieces));
  const saving = useAction(async () => {
    const changed = pieces.value.filter(isChanged);
    if (!changed.length)
      return;
    const body = { pieces: changed.map(piece => ({ entity: piece.entity, entity_id: piece.entity_id, field: piece.field, text: piece.written, state: piece.isReady ? 'ready' : 'draft', row_version: piece.row_version })) };
    const written = new Map(changed.map(piece => [piece.field, piece.written]));
    const answer = await http.put<{ pieces: TranslationPiece[] }>(address(), body);
    merge(answer.pieces, written);
    void refresh();
  });

  function address(): string {
    return `${base.value}/parts/${part()}`;
  }
  function take(found: TranslationPiece[]): void {
    pieces.value = found.map(piece => ({ ...piece, written: piece.text, isReady: piece.state === 'ready' }));
  }
  /** What was typed while the save was on its way stays. */
  function merge(found: TranslationPiece[], written: Map<string, string>): void {
    const present = new Map(pieces.value.map(piece => [piece.field, piece]));
    pieces.value = found.map((piece) => {
      const own = present.get(piece.field);
      const isNewer = own && isChanged(own) && own.written !== written.get(piece.field);
      return { ...piece, written: isNewer ? own.written : piece.text, isReady: own?.isReady ?? piece.state === 'ready' };
    });
  }
  function isChanged(piece: EditedPiece): boolean {
    const state = piece.state === 'missing' ? 'draft' : piece.state;
    return piece.isConfirmed || piece.written !== piece.text || (piece.written !== '' && (piece.isReady ? 'ready' : 'draft') !== state);
  }

  const isDirty = computed(() => pieces.value.some(isChanged));
  watch(pieces, () => {
    clearTimeout(timer);
    if (isDirty.value)
      timer = window.setTimeout(() => void saving.run(), AUTOSAVE_MS);
  }, { deep: true });
  watch([base, part], () => void loading.run(), { immediate: true });
  onScopeDispose(() => {
    clearTimeout(timer);
    if (isDirty.value)
      void saving.run();
  });

  return { overview, problem, refresh, pieces, loading, saving, isDirty };
}
