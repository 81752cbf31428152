export { PASSWORD_MIN_LENGTH, useRules } from './useRules';
