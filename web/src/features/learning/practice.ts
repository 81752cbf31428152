import { h, type FunctionalComponent } from 'vue';
import { provideBlockContext } from '../../ui/blocks';
import { PracticeQuestion } from './questions';

/** Lets the pages shown below ask their practice questions; on paper they stand there to be ticked by hand. */
export function providePractice(lessonId: () => number, { isPrint = false, language = () => '' }: { isPrint?: boolean; language?: () => string } = {}): void {
  const question: FunctionalComponent<{ question: string }> = props => h(PracticeQuestion, { key: `${lessonId()}-${props.question}`, question: props.question, lessonId: lessonId(), language: language() });
  question.props = ['question'];
  provideBlockContext({ isPrint, question });
}
