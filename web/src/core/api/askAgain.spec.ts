import { describe, expect, it } from 'vitest';
import { askAgain } from './askAgain';
import { Problem } from './Problem';

const cacheThat = (act: () => Promise<unknown>): Parameters<typeof askAgain>[0] => ({ invalidateQueries: act }) as never;

describe('askAgain', () => {
  it('bears that a newer question takes over', async () => {
    await expect(askAgain(cacheThat(() => Promise.reject(new DOMException('aborted', 'AbortError'))), {})).resolves.toBeUndefined();
  });

  it('leaves a problem to where the answer is shown', async () => {
    await expect(askAgain(cacheThat(() => Promise.reject(new Problem({ status: 0, code: 'offline', title: '' }))), {})).resolves.toBeUndefined();
  });

  it('hides no bug', async () => {
    await expect(askAgain(cacheThat(() => Promise.reject(new TypeError('bug'))), {})).rejects.toThrow('bug');
  });
});
