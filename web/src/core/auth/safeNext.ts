/** Only paths of this site: never let a link send a person elsewhere after sign-in. */
export function safeNext(value: unknown, otherwise = '/home'): string {
  // Browsers read a backslash as a slash: `/\evil.example` would leave the site.
  return typeof value === 'string' && /^\/(?![/\\])/.test(value) && !/[\\\s]/.test(value) ? value : otherwise;
}

/** Key on the device of where a new person wants to go once the address is verified: the mail's link opens a new page. */
export const AFTER_SIGN_UP = 'after-sign-up';
