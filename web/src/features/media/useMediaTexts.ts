import { ref } from 'vue';
import { loadFeatureTexts } from '../../core/i18n';

/** The texts of this feature, for parts that other features' pages show. Hold what is shown back until `isReady`. */
export function useMediaTexts() {
  const isReady = ref(false);
  void loadFeatureTexts(['media']).then(() => isReady.value = true);
  return isReady;
}
