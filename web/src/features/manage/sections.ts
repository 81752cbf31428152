/** A page of the management area; shown to whoever holds one of the permissions. */
export interface ManageSection {
  /** Key below `manage.sections` and `manage.about`. */
  key: string;
  path: string;
  icon: string;
  permissions: readonly string[];
}

export interface ManageGroup {
  /** Key below `manage.groups`. */
  key: string;
  sections: readonly ManageSection[];
}

const ORGANIZATION = 'identity:organization:manage';

export const manageGroups: readonly ManageGroup[] = [
  {
    key: 'people',
    sections: [
      { key: 'people', path: '/manage/people', icon: 'i-lucide-users', permissions: ['identity:person:read'] },
      { key: 'invitations', path: '/manage/invitations', icon: 'i-lucide-mail-plus', permissions: ['identity:person:invite'] },
      { key: 'imports', path: '/manage/people-imports', icon: 'i-lucide-upload', permissions: ['identity:person:import'] },
      { key: 'guardians', path: '/manage/guardians', icon: 'i-lucide-heart-handshake', permissions: ['identity:guardian:manage'] },
      { key: 'custom_fields', path: '/manage/custom-fields', icon: 'i-lucide-list-plus', permissions: ['identity:custom-field:manage'] },
    ],
  },
  {
    key: 'organization',
    sections: [
      { key: 'organization', path: '/manage/organization', icon: 'i-lucide-building-2', permissions: [ORGANIZATION] },
      { key: 'units', path: '/manage/units', icon: 'i-lucide-network', permissions: ['identity:unit:manage'] },
      { key: 'terms', path: '/manage/terms', icon: 'i-lucide-calendar-range', permissions: ['identity:term:manage'] },
      { key: 'groups', path: '/manage/groups', icon: 'i-lucide-users-round', permissions: ['identity:group:manage'] },
      { key: 'organizations', path: '/manage/organizations', icon: 'i-lucide-layers', permissions: ['operations:site:manage'] },
    ],
  },
  {
    key: 'catalog',
    sections: [
      { key: 'files', path: '/manage/files', icon: 'i-lucide-folder', permissions: ['files:file:manage'] },
      { key: 'course_reviews', path: '/manage/course-reviews', icon: 'i-lucide-clipboard-check', permissions: ['courses:course:review'] },
      { key: 'prerequisites', path: '/manage/prerequisites', icon: 'i-lucide-waypoints', permissions: ['courses:category:manage'] },
      { key: 'categories', path: '/manage/categories', icon: 'i-lucide-folder-tree', permissions: ['courses:category:manage'] },
      { key: 'tags', path: '/manage/tags', icon: 'i-lucide-tags', permissions: ['courses:tag:manage'] },
      { key: 'featured', path: '/manage/featured', icon: 'i-lucide-star', permissions: ['courses:category:manage'] },
      { key: 'accessibility', path: '/manage/accessibility', icon: 'i-lucide-accessibility', permissions: ['courses:category:manage'] },
      { key: 'ratings', path: '/manage/ratings', icon: 'i-lucide-message-square-quote', permissions: ['courses:rating:moderate'] },
    ],
  },
  {
    key: 'access',
    sections: [
      { key: 'roles', path: '/manage/roles', icon: 'i-lucide-key-round', permissions: ['identity:role:read'] },
      { key: 'sign_in', path: '/manage/sign-in', icon: 'i-lucide-log-in', permissions: ['identity:sign-in:manage'] },
      { key: 'applications', path: '/manage/applications', icon: 'i-lucide-app-window', permissions: ['identity:application:manage'] },
      { key: 'api_keys', path: '/manage/api-keys', icon: 'i-lucide-braces', permissions: ['identity:api-key:manage'] },
      { key: 'provisioning', path: '/manage/provisioning', icon: 'i-lucide-refresh-cw', permissions: ['identity:provisioning:manage'] },
    ],
  },
  {
    key: 'trust',
    sections: [
      { key: 'privacy_requests', path: '/manage/privacy/requests', icon: 'i-lucide-file-check', permissions: ['privacy:request:manage'] },
      { key: 'consent', path: '/manage/privacy/consent', icon: 'i-lucide-clipboard-check', permissions: ['privacy:consent:manage'] },
      { key: 'data_map', path: '/manage/privacy/data-map', icon: 'i-lucide-map', permissions: ['privacy:request:manage'] },
      { key: 'retention', path: '/manage/privacy/retention', icon: 'i-lucide-timer-reset', permissions: ['privacy:retention:manage'] },
      { key: 'audit', path: '/manage/audit', icon: 'i-lucide-scroll-text', permissions: ['audit:event:read'] },
    ],
  },
  {
    key: 'site',
    sections: [
      { key: 'database', path: '/manage/database', icon: 'i-lucide-database', permissions: ['operations:site:manage'] },
      { key: 'flags', path: '/manage/flags', icon: 'i-lucide-toggle-right', permissions: ['operations:site:manage'] },
    ],
  },
];

/** Whoever holds one of these sees the door to the area. */
export const managePermissions: readonly string[] = [...new Set(manageGroups.flatMap(group => group.sections.flatMap(section => section.permissions)))];
