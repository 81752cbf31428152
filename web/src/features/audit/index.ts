export { useActionText } from './useActionText';
