export { default as PasswordForm } from './PasswordForm.vue';
