import { defineAsyncComponent } from 'vue';
import { loadFeatureTexts } from '../../core/i18n';

/** Few lessons ask questions: those that do bring the parts and their texts. */
async function assessment() {
  const [parts] = await Promise.all([import('../assessment'), loadFeatureTexts(['assessment'])]);
  return parts;
}

export const PracticeQuestion = defineAsyncComponent(async () => (await assessment()).PracticeQuestion);
export const QuizLesson = defineAsyncComponent(async () => (await assessment()).QuizLesson);
