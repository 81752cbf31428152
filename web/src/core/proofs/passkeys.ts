/** WebAuthn in the browser: the server speaks JSON with base64url, the browser wants bytes. */

export function canUsePasskeys(): boolean {
  return typeof PublicKeyCredential !== 'undefined' && window.isSecureContext;
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(plain, character => character.charCodeAt(0));
}

function textOf(buffer: ArrayBuffer | null): string | null {
  if (!buffer)
    return null;
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

interface Descriptor { id: string; type: 'public-key'; transports?: AuthenticatorTransport[] }
export interface RequestOptions { publicKey: Omit<PublicKeyCredentialRequestOptions, 'challenge' | 'allowCredentials'> & { challenge: string; allowCredentials?: Descriptor[] } }
export interface CreationOptions {
  publicKey: Omit<PublicKeyCredentialCreationOptions, 'challenge' | 'user' | 'excludeCredentials'>
    & { challenge: string; user: { id: string; name: string; displayName: string }; excludeCredentials?: Descriptor[] };
}

function descriptors(from: Descriptor[] | undefined): PublicKeyCredentialDescriptor[] | undefined {
  return from?.map(one => ({ ...one, id: bytesOf(one.id) }));
}

/** The person closed the browser's window, or there was no fitting key: nothing to report as a failure. */
export class PasskeyCancelled extends Error {}

async function ask(run: () => Promise<Credential | null>): Promise<PublicKeyCredential> {
  try {
    const credential = await run();
    if (credential)
      return credential as PublicKeyCredential;
  }
  catch (error) {
    if (!(error instanceof DOMException))
      throw error;
  }
  throw new PasskeyCancelled();
}

/** Proves the possession of a passkey; the answer goes to the server as it is. */
export async function usePasskey(options: RequestOptions): Promise<unknown> {
  const { publicKey } = options;
  const credential = await ask(() => navigator.credentials.get({
    publicKey: { ...publicKey, challenge: bytesOf(publicKey.challenge), allowCredentials: descriptors(publicKey.allowCredentials) },
  }));
  const response = credential.response as AuthenticatorAssertionResponse;
  return {
    id: credential.id,
    rawId: textOf(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: {
      clientDataJSON: textOf(response.clientDataJSON),
      authenticatorData: textOf(response.authenticatorData),
      signature: textOf(response.signature),
      userHandle: textOf(response.userHandle),
    },
  };
}

/** Makes a passkey on this device or a key; the answer goes to the server as it is. */
export async function makePasskey(options: CreationOptions): Promise<unknown> {
  const { publicKey } = options;
  const credential = await ask(() => navigator.credentials.create({
    publicKey: {
      ...publicKey,
      challenge: bytesOf(publicKey.challenge),
      user: { ...publicKey.user, id: bytesOf(publicKey.user.id) },
      excludeCredentials: descriptors(publicKey.excludeCredentials),
    },
  }));
  const response = credential.response as AuthenticatorAttestationResponse;
  return {
    id: credential.id,
    rawId: textOf(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: {
      clientDataJSON: textOf(response.clientDataJSON),
      attestationObject: textOf(response.attestationObject),
      transports: response.getTransports(),
    },
  };
}
