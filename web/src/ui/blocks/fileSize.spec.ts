import { describe, expect, it } from 'vitest';
import { fileSize } from './fileSize';

describe('fileSize', () => {
  it('chooses the unit by the power of a thousand', () => {
    expect([0, 999, 1000, 1_400_000, 25_000_000, 3e12].map(bytes => fileSize(bytes, 'en'))).toEqual(['0 bytes', '999 bytes', '1 kB', '1.4 MB', '25 MB', '3,000 GB']);
  });
});
