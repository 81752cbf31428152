/** A key for `Idempotency-Key`. Not `crypto.randomUUID`: browsers lack it on sites without TLS, as in a school's own network. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('');
}
