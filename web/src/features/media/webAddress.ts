/** Whether a text is a whole address: of the web, or a path of this site. */
export function isAddress(text: string): boolean {
  const url = text.trim();
  return /^https?:\/\/[^\s/]+/.test(url) || /^\/[^/\\]/.test(url);
}
