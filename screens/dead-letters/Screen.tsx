/** Screen 5, dead letters: where failed work lies; in a queue, which errors it is about; and each message. */
import { useGated } from '../../src/ui/use-gated.ts';
import type { BodyProps } from '../screen.ts';
import type { TriageContext } from './context.ts';
import { PricePage } from './PricePage.tsx';
import { TargetsTable } from './queues/TargetsTable.tsx';
import { GroupsTable } from './triage/GroupsTable.tsx';
import { LetterPage } from './triage/LetterPage.tsx';
import { LettersTable } from './triage/LettersTable.tsx';

/** The body of the screen over the stores of one session. */
export function deadLettersBody(context: TriageContext) {
  return (props: BodyProps) => <DeadLettersScreen context={context} {...props} />;
}

interface DeadLettersScreenProps extends BodyProps {
  readonly context: TriageContext;
}

function DeadLettersScreen({ context, ...props }: DeadLettersScreenProps) {
  const { level } = useGated(context.stores.deadLettersView);
  switch (level) {
    case 'queues':
      return <TargetsTable stores={context.stores} viewModel={context.targets} {...props} />;
    case 'price':
      return <PricePage context={context} {...props} />;
    case 'groups':
      return <GroupsTable context={context} {...props} />;
    case 'letters':
      return <LettersTable context={context} {...props} />;
    case 'letter':
      return <LetterPage context={context} {...props} />;
  }
}
