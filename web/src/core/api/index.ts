export { Problem, problemFromResponse } from './Problem';
export type { FieldProblem } from './Problem';
export { apiFetch, buildUrl, http, onProblem, request } from './http';
export type { QueryValue, RequestOptions } from './http';
export { useApiQuery } from './useApiQuery';
export { useApiPages } from './useApiPages';
export type { Page } from './useApiPages';
export { useAction } from './useAction';
export type { Schemas } from './schemas';
