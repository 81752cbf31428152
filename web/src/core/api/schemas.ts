import type { components } from './schema';

/** The shapes of the server's JSON, generated from its OpenAPI document: `Schemas['CourseCard']`. */
export type Schemas = components['schemas'];
