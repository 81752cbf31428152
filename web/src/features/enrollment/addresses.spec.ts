import { describe, expect, it } from 'vitest';
import { addressesOf } from './addresses';

describe('addresses of a text', () => {
  it('come from lines, commas and semicolons', () => {
    expect(addressesOf('ada@example.org\nbob@example.org, eva@example.org; ')).toEqual(['ada@example.org', 'bob@example.org', 'eva@example.org']);
  });
  it('stand behind a name in brackets', () => {
    expect(addressesOf('Ada Lovelace <ada@example.org>')).toEqual(['ada@example.org']);
  });
  it('are none in an empty text', () => {
    expect(addressesOf(' \n ')).toEqual([]);
  });
});
