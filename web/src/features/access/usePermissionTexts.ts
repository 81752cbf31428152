import { useI18n } from '../../core/i18n';
import type { Permission } from './roleTypes';

/** What a permission is called and what it opens, in the reader's language. */
export function usePermissionTexts() {
  const { t } = useI18n();
  const key = (code: string) => code.replaceAll(':', '_');
  return {
    label: (code: string) => t(`access.permissions.${key(code)}.label`),
    about: (code: string) => t(`access.permissions.${key(code)}.about`),
  };
}

export interface PermissionArea {
  area: string;
  permissions: Permission[];
}

/** Permissions by area, in the order of the server. */
export function byArea(permissions: readonly Permission[]): PermissionArea[] {
  const areas = new Map<string, Permission[]>();
  for (const permission of permissions)
    areas.set(permission.area, [...areas.get(permission.area) ?? [], permission]);
  return [...areas].map(([area, found]) => ({ area, permissions: found }));
}
