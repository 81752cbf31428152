import { useI18n } from '../../core/i18n';

interface Named {
  code: string;
  name: string;
  description?: string;
  is_system?: boolean;
}

/** Names and descriptions of roles: those that ship with EduSync in the reader's language, own ones as written. */
export function useRoleName() {
  const { t, te } = useI18n();
  const known = (role: Named) => Boolean(role.is_system) && te(`access.roles.system.${role.code}.name`);
  return {
    nameOf: (role: Named) => known(role) ? t(`access.roles.system.${role.code}.name`) : role.name,
    aboutOf: (role: Named) => known(role) ? t(`access.roles.system.${role.code}.about`) : role.description ?? '',
  };
}
