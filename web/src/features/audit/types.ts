import type { Schemas } from '../../core/api';

export type AuditEvent = Schemas['AuditEvent'];
export type AuditChain = Schemas['AuditChain'];
export type DataAccess = Schemas['DataAccess'];
