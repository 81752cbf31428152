/// <reference types="vite/client" />

declare module 'virtual:nuxt-ui-icons' {
  export function init(add: (name: string, data: { body: string }) => boolean): void;
}

declare module 'virtual:edusync-texts' {
  const loaders: Record<string, () => Promise<{ default: Record<string, unknown> }>>;
  export default loaders;
}
