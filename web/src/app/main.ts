import '@fontsource-variable/inter/wght.css';
import '../styles/main.css';
import { PiniaColada } from '@pinia/colada';
import { createPinia } from 'pinia';
import { createApp } from 'vue';
import firstIcons from 'virtual:edusync-first-icons';
import { useSessionStore } from '../core/auth';
import { reportBug } from '../core/bugs';
import { installI18n, preferredLocale, setLocale } from '../core/i18n';
import { listenForShortcuts } from '../core/shortcuts';
import { registerKit } from '../ui/everywhere';
import { addIcon, bringMoreIconsBy } from '../ui/icons';
import App from './App.vue';
import { router } from './router';

for (const [name, body] of Object.entries(firstIcons))
  addIcon(`lucide:${name}`, { body });
bringMoreIconsBy(() => import('virtual:nuxt-ui-icons'));

const app = createApp(App);
app.use(createPinia());
app.use(PiniaColada);
installI18n(app);
registerKit(app);
app.config.errorHandler = reportBug;

// Asked at once, awaited only where a page needs to know.
void useSessionStore().load();
listenForShortcuts();

/** Ends the present task: between short ones the browser paints and answers, one long one would keep a tap waiting. */
function breathe(): Promise<void> {
  return new Promise(resolve => setTimeout(resolve));
}

// Not awaited at the top level: a page's chunk that imports this one would wait for it forever.
async function start(): Promise<void> {
  await setLocale(preferredLocale());
  await breathe();
  app.use(router);
  await router.isReady();
  await breathe();
  app.mount('#app');
}

start().catch(reportBug);
