import { describe, expect, it } from 'vitest';
import { peopleOfText } from './peopleOfText';

describe('peopleOfText', () => {
  it('reads addresses with and without names, one a line or parted by commas', () => {
    expect(peopleOfText('a@example.org, "Nila Chandran Devi" <n@example.org>;\n\n x ')).toEqual([
      { email: 'a@example.org', first_name: '', last_name: '' },
      { email: 'n@example.org', first_name: 'Nila', last_name: 'Chandran Devi' },
      { email: 'x', first_name: '', last_name: '' },
    ]);
  });

  it('reads nothing from nothing', () => {
    expect(peopleOfText(' \n ')).toEqual([]);
  });
});
