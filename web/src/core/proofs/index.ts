export { canUsePasskeys, makePasskey, PasskeyCancelled } from './passkeys';
export type { CreationOptions } from './passkeys';
export { proofs } from './proofs';
