/** What conditions of a course may speak of. */
export interface Choices {
  lessons: { id: number; title: string; kind: string }[];
  modules: { id: number; title: string }[];
  groups: { id: number; title: string }[];
  slug: string;
}
