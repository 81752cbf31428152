import { computed, onScopeDispose, reactive, ref, shallowRef, watch } from 'vue';
import { Problem, useAction } from '../../core/api';
import { flagsApi, type FlagDetail, type Preview, type Rule } from './flagsApi';

const PAUSE_MS = 300;

/** A decision while it is being made, with how many people it would reach. */
export function useDecision(flag: FlagDetail, decided: () => void) {
  const draft = reactive({ state: flag.state, percent: flag.percent, rules: flag.rules.map(rule => ({ ...rule })) as Rule[] });
  const note = ref('');
  const preview = shallowRef<Preview | null>(null);
  const isCounting = ref(false);
  const before = JSON.stringify(draft);
  const isChanged = computed(() => JSON.stringify(draft) !== before);
  let turn = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function count(): Promise<void> {
    const mine = ++turn;
    isCounting.value = true;
    try {
      const found = await flagsApi.preview(flag.key, draft);
      if (mine === turn)
        preview.value = found;
    }
    catch (error) {
      if (!(error instanceof Problem))
        throw error;
      // Half a number in the field, or no network: nothing is promised then.
      if (mine === turn)
        preview.value = null;
    }
    finally {
      if (mine === turn)
        isCounting.value = false;
    }
  }

  watch(() => JSON.stringify(draft), () => {
    clearTimeout(timer);
    timer = setTimeout(() => void count(), PAUSE_MS);
  });
  onScopeDispose(() => {
    clearTimeout(timer);
    turn++;
  });
  void count();

  function addRule(rule: Rule): void {
    const isSame = (one: Rule): boolean => one.organization === rule.organization && one.role === rule.role;
    draft.rules = [...draft.rules.filter(one => !isSame(one)), rule];
  }

  function removeRule(rule: Rule): void {
    draft.rules = draft.rules.filter(one => one !== rule);
  }

  const save = useAction(async () => {
    await flagsApi.decide(flag, draft, note.value.trim());
    decided();
  });

  return { draft, note, preview, isCounting, isChanged, addRule, removeRule, save };
}
