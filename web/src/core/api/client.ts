import createClient from 'openapi-fetch';
import { apiFetch } from './http';
import type { paths } from './schema';

/** Typed by the server's OpenAPI document. Failures throw `Problem`, so `data` is always there. */
export const client = createClient<paths>({ baseUrl: location.origin, fetch: apiFetch });
