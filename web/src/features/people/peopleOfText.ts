export interface InvitedPerson {
  email: string;
  first_name: string;
  last_name: string;
}

const NAMED = /^(.*?)\s*<([^<>]*)>$/;

/** People from lines or commas: `ada@example.org` or `Ada Lovelace <ada@example.org>`. The server judges the addresses. */
export function peopleOfText(text: string): InvitedPerson[] {
  return text.split(/[\n,;]+/).map(part => part.trim()).filter(Boolean).map((part) => {
    const named = NAMED.exec(part);
    const name = named?.[1]?.replaceAll('"', '').trim() ?? '';
    const [first = '', ...others] = name.split(/\s+/);
    return { email: named?.[2]?.trim() ?? part, first_name: first, last_name: others.join(' ') };
  });
}
