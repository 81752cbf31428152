import type { Schemas } from '../../core/api';

export type Certificate = Schemas['Certificate'];
export type Verification = Schemas['Verification'];
