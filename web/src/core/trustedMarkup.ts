/** What could run code when it becomes part of the page. */
const ACTIVE = /<\s*\/?\s*(?:script|iframe|object|embed|base|meta|link|form|svg:script)|\bon\w+\s*=|javascript:|srcdoc/i;

export function isPassive(markup: string): boolean {
  return !ACTIVE.test(markup);
}

/** Whether a script (a worker's) comes from this site. */
export function isOwnScript(address: string, base: string): boolean {
  return URL.canParse(address, base) && new URL(address, base).origin === new URL(base).origin;
}

type Rule = (value: string) => string | null;
interface TrustedTypePolicyFactory {
  defaultPolicy: unknown;
  createPolicy: (name: string, rules: { createHTML: Rule; createScriptURL: Rule }) => unknown;
}

/**
 * The site demands trusted types: text cannot become markup unless a policy passes it. Vue brings
 * its own; a library that writes plain text into `innerHTML` (the video controls) or starts a worker
 * (the pages of documents) gets it through here, unless it holds anything that runs or comes from
 * elsewhere. Call it right before such a library is loaded.
 */
export function passInertMarkup(): void {
  const { trustedTypes } = window as { trustedTypes?: TrustedTypePolicyFactory };
  if (trustedTypes && !trustedTypes.defaultPolicy)
    trustedTypes.createPolicy('default', {
      createHTML: markup => isPassive(markup) ? markup : null,
      createScriptURL: address => isOwnScript(address, location.href) ? address : null,
    });
}
