import type { Cue } from './types';

export interface CueFault { row: number; code: 'blank' | 'end-before-start' }

/** A new piece after the one at `index` (or in front, for -1), where the film is or right behind that piece. */
export function addCue(cues: readonly Cue[], index: number, at?: number): { cues: Cue[]; index: number } {
  const before = cues[index];
  const after = cues[index + 1];
  const start = at ?? before?.end_ms ?? 0;
  const end = Math.max(start + 500, Math.min(start + 2000, after && after.start_ms > start ? after.start_ms : start + 2000));
  const added = { start_ms: start, end_ms: end, text: '' };
  return { cues: [...cues.slice(0, index + 1), added, ...cues.slice(index + 1)], index: index + 1 };
}

/** Two pieces of one, cut at a character; the time is shared by the length of the words. */
export function splitCue(cues: readonly Cue[], index: number, caret: number): Cue[] {
  const cue = cues[index];
  if (!cue || caret <= 0 || caret >= cue.text.length || cue.end_ms - cue.start_ms < 2)
    return [...cues];
  const middle = Math.min(cue.end_ms - 1, Math.max(cue.start_ms + 1, cue.start_ms + Math.round((cue.end_ms - cue.start_ms) * caret / cue.text.length)));
  const first = { start_ms: cue.start_ms, end_ms: middle, text: cue.text.slice(0, caret).trim() };
  const second = { start_ms: middle, end_ms: cue.end_ms, text: cue.text.slice(caret).trim() };
  return [...cues.slice(0, index), first, second, ...cues.slice(index + 1)];
}

/** The piece at `index` and the one after it as one. */
export function mergeCues(cues: readonly Cue[], index: number): Cue[] {
  const [first, second] = [cues[index], cues[index + 1]];
  if (!first || !second)
    return [...cues];
  const joined = { start_ms: first.start_ms, end_ms: Math.max(first.end_ms, second.end_ms), text: [first.text, second.text].filter(Boolean).join(' ') };
  return [...cues.slice(0, index), joined, ...cues.slice(index + 2)];
}

/** What keeps the pieces from being saved, by row. */
export function faultsOf(cues: readonly Cue[]): CueFault[] {
  return cues.flatMap((cue, row): CueFault[] => {
    if (cue.end_ms <= cue.start_ms)
      return [{ row, code: 'end-before-start' }];
    return cue.text.trim() ? [] : [{ row, code: 'blank' }];
  });
}

/** By time, as they are shown. */
export function inOrder(cues: readonly Cue[]): Cue[] {
  return [...cues].sort((one, other) => one.start_ms - other.start_ms || one.end_ms - other.end_ms);
}
