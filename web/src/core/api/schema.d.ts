/** Written by `./dev types` from the server's OpenAPI document. Do not edit. */
export interface paths {}
