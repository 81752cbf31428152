/// <reference types="vite/client" />

declare module 'virtual:nuxt-ui-icons' {
  export function init(add: (name: string, data: { body: string }) => boolean): void;
}

declare module 'virtual:edusync-first-icons' {
  type Shape = [name: string, attributes: Record<string, string>, inside?: Shape[]];

  /** Drawing by name, without the set's prefix. */
  const bodies: Record<string, Shape[]>;
  export default bodies;
}

declare module 'virtual:edusync-texts' {
  interface Texts { [key: string]: string | Texts }

  type Loaders<Loaded> = Record<string, () => Promise<Loaded>>;
  const loaders: Loaders<{ default: Texts; parts: Loaders<{ default: Texts }> }>;
  export default loaders;
}
