import { defineAsyncComponent, h, type FunctionalComponent } from 'vue';
import { provideBlockContext } from '../../ui/blocks';

const PracticeQuestion = defineAsyncComponent(() => import('../assessment').then(feature => feature.PracticeQuestion));

/** Lets the pages shown below ask their practice questions. On paper they only say that one stands there. */
export function providePractice(lessonId: () => number): void {
  const question: FunctionalComponent<{ question: string }> = props => h(PracticeQuestion, { key: `${lessonId()}-${props.question}`, question: props.question, lessonId: lessonId() });
  question.props = ['question'];
  provideBlockContext({ question });
}
