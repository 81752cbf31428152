export interface TeachingCourse {
  id: number;
  uuid: string;
  slug: string;
  title: string;
  status: 'draft' | 'published' | 'archived';
  seats_taken: number;
  capacity: number | null;
  published_at: string | null;
  updated_at: string;
  learner_count: number;
  completed_count: number;
  average_percent: number;
}

export interface CourseLearner {
  enrollment_id: number;
  learner: { id: number; display_name: string; email: string | null; avatar_url: string | null };
  status: 'active' | 'completed' | 'withdrawn' | 'suspended';
  percent: number;
  last_access_at: string | null;
  enrolled_at: string;
  completed_at: string | null;
  seconds: number;
}
