import type { Schemas } from '../../core/api';

export type Category = Schemas['ManagedCategory'];
export type Tag = Schemas['ManagedTag'];
export type QueuedReview = Schemas['QueuedReview'];
