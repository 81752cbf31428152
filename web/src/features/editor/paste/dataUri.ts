const KINDS: Record<string, string> = { 'image/png': 'png', 'image/jpeg': 'jpg', 'image/gif': 'gif', 'image/webp': 'webp' };

/** The picture that a `data:` address holds, as a file to send. Null for everything else. */
export function fileOfDataUri(address: string): File | null {
  const [, kind = '', content = ''] = /^data:(image\/[a-z+]+);base64,([\s\S]+)$/i.exec(address) ?? [];
  const ending = KINDS[kind.toLowerCase()];
  if (!ending)
    return null;
  try {
    const bytes = Uint8Array.from(atob(content.replace(/\s/g, '')), letter => letter.charCodeAt(0));
    return new File([bytes], `picture.${ending}`, { type: kind.toLowerCase() });
  }
  catch {
    // Cut off on the way: no picture then.
    return null;
  }
}
