import '@fontsource-variable/inter/wght.css';
import '../styles/main.css';
import { PiniaColada } from '@pinia/colada';
import { createPinia } from 'pinia';
import { createApp } from 'vue';
import firstIcons from 'virtual:edusync-first-icons';
import { useSessionStore } from '../core/auth';
import { reportBug } from '../core/bugs';
import { installI18n, preferredLocale, setLocale } from '../core/i18n';
import { breathe, keepServersView } from '../core/firstView';
import { listenForShortcuts } from '../core/shortcuts';
import { registerKit } from '../ui/everywhere';
import { addIcon, bringMoreIconsBy } from '../ui/icons';
import App from './App.vue';
import { makeRouter } from './router';

for (const [name, body] of Object.entries(firstIcons))
  addIcon(`lucide:${name}`, { body });
bringMoreIconsBy(() => import('virtual:nuxt-ui-icons'));

function makeApp() {
  const app = createApp(App);
  app.use(createPinia());
  app.use(PiniaColada);
  installI18n(app);
  registerKit(app);
  app.config.errorHandler = reportBug;
  return app;
}

// In short tasks, see `breathe`. Not awaited at the top level: a page's chunk that imports this one would wait for it forever.
async function start(): Promise<void> {
  const texts = setLocale(preferredLocale());
  await breathe();
  const app = makeApp();
  // Asked at once, awaited only where a page needs to know.
  void useSessionStore().load();
  listenForShortcuts();
  await breathe();
  const router = makeRouter();
  await texts;
  await breathe();
  app.use(router);
  await router.isReady();
  await breathe();
  keepServersView(document.querySelector('#app')!);
  app.mount('#app');
}

start().catch(reportBug);
