export { default as AccountFrame } from './AccountFrame.vue';
export { default as PasswordForm } from './PasswordForm.vue';
