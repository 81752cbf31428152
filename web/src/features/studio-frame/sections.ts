/** A page of one course's studio; shown to whoever may do one of these things in that course, once the page exists. */
export interface StudioSection {
  /** Key below `studio-frame.sections`. */
  key: string;
  /** What follows `/teach/:slug` in the address. */
  path: string;
  icon: string;
  /** Permissions among the course's `actions`, one of which opens the page; empty for everybody who works on the course. */
  permissions: readonly string[];
}

const UPDATE = 'courses:course:update';

export const studioSections: readonly StudioSection[] = [
  { key: 'build', path: '/build', icon: 'i-lucide-list-tree', permissions: [] },
  { key: 'settings', path: '/settings', icon: 'i-lucide-settings-2', permissions: [UPDATE] },
  { key: 'rules', path: '/rules', icon: 'i-lucide-waypoints', permissions: [UPDATE] },
  { key: 'files', path: '/files', icon: 'i-lucide-folder', permissions: [UPDATE] },
  { key: 'team', path: '/team', icon: 'i-lucide-users', permissions: [] },
  { key: 'review', path: '/review', icon: 'i-lucide-clipboard-check', permissions: [] },
  { key: 'versions', path: '/versions', icon: 'i-lucide-history', permissions: [UPDATE] },
  { key: 'translations', path: '/translations', icon: 'i-lucide-languages', permissions: ['courses:translation:manage'] },
  { key: 'accessibility', path: '/accessibility', icon: 'i-lucide-accessibility', permissions: ['courses:accessibility:read'] },
  { key: 'copies', path: '/copies', icon: 'i-lucide-copy', permissions: ['courses:course:copy'] },
  { key: 'export', path: '/export', icon: 'i-lucide-package', permissions: ['courses:course:export'] },
  { key: 'insights', path: '/insights', icon: 'i-lucide-chart-column', permissions: ['enrollment:enrollment:read', 'courses:course:publish'] },
  { key: 'quizzes', path: '/quizzes', icon: 'i-lucide-list-checks', permissions: ['assessment:attempt:read', 'courses:course:publish'] },
  { key: 'exams', path: '/exams', icon: 'i-lucide-shield-check', permissions: ['assessment:exam:invigilate', 'assessment:quiz:manage'] },
  { key: 'gradebook', path: '/gradebook', icon: 'i-lucide-table-2', permissions: ['grading:grade:view', 'courses:course:publish'] },
  { key: 'attendance', path: '/attendance', icon: 'i-lucide-calendar-check', permissions: ['grading:grade:view', 'courses:course:publish'] },
  { key: 'learners', path: '/learners', icon: 'i-lucide-graduation-cap', permissions: ['enrollment:enrollment:read', 'courses:course:publish'] },
  { key: 'cohorts', path: '/cohorts', icon: 'i-lucide-calendar-range', permissions: ['enrollment:enrollment:read', 'courses:course:publish'] },
  { key: 'groups', path: '/groups', icon: 'i-lucide-group', permissions: ['enrollment:enrollment:read', 'courses:course:publish'] },
  { key: 'ways_in', path: '/ways-in', icon: 'i-lucide-door-open', permissions: ['enrollment:enrollment:manage'] },
  { key: 'enroll_import', path: '/enroll-import', icon: 'i-lucide-file-up', permissions: ['enrollment:enrollment:manage'] },
];
