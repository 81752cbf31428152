import type { FeatureRoute } from '../../app/routes';

export const routes: FeatureRoute[] = [
  { path: '/sign-in', name: 'sign-in', component: () => import('./SignInPage.vue'), meta: { title: 'identity.sign_in.title', budget: 'public', requires: 'signed-out', layout: 'focus' } },
  { path: '/sign-in/done', name: 'sign-in-done', component: () => import('./SignInDonePage.vue'), meta: { title: 'identity.sign_in.title', budget: 'learner', layout: 'focus', locales: ['account'] } },
  { path: '/sign-up', name: 'sign-up', component: () => import('./SignUpPage.vue'), meta: { title: 'arrival.sign_up.title', budget: 'public', requires: 'signed-out', layout: 'focus', locales: ['arrival'] } },
  { path: '/verify-email/:key?', name: 'verify-email', component: () => import('./VerifyEmailPage.vue'), meta: { title: 'identity.verify.title', budget: 'public', layout: 'focus', locales: ['arrival'] } },
  { path: '/forgot-password', name: 'forgot-password', component: () => import('./ForgotPasswordPage.vue'), meta: { title: 'arrival.forgot.title', budget: 'public', layout: 'focus', locales: ['arrival'] } },
  { path: '/reset-password/:key', name: 'reset-password', component: () => import('./ResetPasswordPage.vue'), meta: { title: 'arrival.reset.title', budget: 'public', layout: 'focus', locales: ['arrival'] } },
  { path: '/invitation/:token', name: 'invitation', component: () => import('./InvitationPage.vue'), meta: { title: 'arrival.invitation.page', budget: 'public', layout: 'focus', locales: ['arrival'] } },
  { path: '/setup', name: 'setup', component: () => import('./SetupPage.vue'), meta: { title: 'arrival.setup.title', budget: 'public', layout: 'focus', locales: ['arrival'] } },
  { path: '/profile', name: 'profile', component: () => import('./ProfilePage.vue'), meta: { title: 'identity.profile.title', budget: 'learner', requires: 'signed-in' } },
  { path: '/settings', name: 'settings', component: () => import('./SettingsPage.vue'), meta: { title: 'identity.settings.title', budget: 'learner', requires: 'signed-in', locales: ['settings'] } },
];
