import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { createMemoryHistory, createRouter } from 'vue-router';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { installI18n, loadFeatureTexts, setLocale } from '../../core/i18n';
import FileDrop from '../../ui/FileDrop.vue';
import ImportDialog from './ImportDialog.vue';

const networkOff = globalThis.fetch;
const sent: Record<string, string>[] = [];
let wrapper: VueWrapper | undefined;

/** One question, which the bank has by its name with other words. */
async function serve(request: Request): Promise<Response> {
  const form = await request.formData();
  const fields = { on_existing: String(form.get('on_existing')), is_dry_run: String(form.get('is_dry_run')) };
  sent.push(fields);
  const isNew = fields.on_existing !== 'version';
  const row = { place: 1, title: 'Heart', kind: 'MC', outcome: isNew ? 'imported' : 'versioned', code: 'changed', detail: 'In English.', existing: { uuid: 'u1', title: 'The heart' } };
  const body = { format: 'gift', is_dry_run: fields.is_dry_run === 'true', imported: Number(isNew), lossy: 0, skipped: 0, existing: 0, versioned: Number(!isNew), known: 1, rows: [row] };
  return new Response(JSON.stringify(body), { status: 200, headers: { 'Content-Type': 'application/json' } });
}

async function settle(): Promise<void> {
  for (let round = 0; round < 8; round++)
    await flushPromises();
}

beforeEach(async () => {
  sent.length = 0;
  globalThis.fetch = ((request: Request) => serve(request)) as typeof fetch;
  setActivePinia(createPinia());
  await setLocale('en');
  await loadFeatureTexts(['questions']);
});
afterEach(() => {
  wrapper?.unmount();
  globalThis.fetch = networkOff;
});

it('tells what the bank has, asks what becomes of it, and forecasts anew when that is chosen', async () => {
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:any(.*)*', component: { render: () => null } }] });
  wrapper = mount(ImportDialog, { attachTo: document.body, props: { bankId: 7, open: true }, global: { plugins: [createPinia(), router, { install: installI18n }] } });
  await settle();
  wrapper.findComponent(FileDrop).vm.$emit('update:modelValue', new File(['x'], 'birds.gift'));
  await settle();
  expect(sent).toEqual([{ on_existing: 'skip', is_dry_run: 'true' }]);
  const link = document.querySelector<HTMLAnchorElement>('a[href="/teach/question-banks/7/u1"]')!;
  expect(link.textContent).toBe('The heart');
  expect(document.body.textContent).toContain('1 question is in this bank already.');
  expect(document.body.textContent).not.toContain('In English.');
  const version = document.querySelector<HTMLInputElement>('input[value="version"]')!;
  version.click();
  await settle();
  expect(sent.at(-1)).toEqual({ on_existing: 'version', is_dry_run: 'true' });
  expect(document.body.textContent).toContain('New wording');
  const buttons = [...document.querySelectorAll('button')].filter(one => one.textContent?.trim() === 'Import');
  buttons[0]!.click();
  await settle();
  expect(sent.at(-1)).toEqual({ on_existing: 'version', is_dry_run: 'false' });
  expect(document.querySelector('input[value="version"]')).toBeNull();
});
