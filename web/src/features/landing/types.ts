/** What the landing page shows of a course. */
export interface CourseSummary {
  id: number;
  uuid: string;
  slug: string;
  title: string;
  tagline: string;
  level: string;
  estimated_minutes: number | null;
  image_url: string | null;
  category: { slug: string; name: string } | null;
  lesson_count: number;
}
