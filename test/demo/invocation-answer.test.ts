import { expect, it } from 'vitest';
import { answerOf } from '../../src/demo/lambda/invocation-answer.ts';
import { type Outcome, requestIdOf } from '../../src/demo/world/invocations/invocation.ts';
import { connect, MINUTE, START } from './connect.ts';

const ID = '<id>';
const text = expect.any(String);

/** What a function answers when its invocation ends so, in the words of its runtime; its request id as `<id>`. */
async function answered(name: string, outcome: Outcome): Promise<unknown> {
  const { world } = await connect();
  const target = world.functionNamed(name);
  const like = world.functionNamed('orders-fulfilment-worker');
  if (target === undefined || like === undefined) throw new Error(`no function ${name}`);
  const [drawn] = world.invocations.of(like).startingIn(START / MINUTE - 6);
  if (drawn === undefined) throw new Error('nothing ran');
  const path = { ...drawn.path, configuration: target.configuration };
  const invocation = { ...drawn, path, outcome };
  const { body, isError } = answerOf(target, invocation, {});
  expect(isError).toBe(true);
  return JSON.parse(body.replaceAll(requestIdOf(invocation), ID));
}

it.each<[string, string, unknown]>([
  [
    'Node.js',
    'payments-webhook-adyen-prod',
    {
      errorType: text,
      errorMessage: text,
      trace: expect.arrayContaining([expect.stringMatching(/^ {4}at .+\)$/)]),
    },
  ],
  [
    'Python',
    'billing-vat-id-check',
    {
      errorMessage: text,
      errorType: expect.stringMatching(/^\w+$/),
      requestId: ID,
      stackTrace: expect.arrayContaining([
        expect.stringMatching(/^ {2}File "\/var\/task\/app\.py", line \d+, in lambda_handler\n {4}.+\n$/),
      ]),
    },
  ],
  [
    'Java',
    'orders-api-prod',
    {
      errorMessage: text,
      errorType: expect.stringMatching(/^\w+\..+Exception$/),
      stackTrace: expect.arrayContaining([expect.stringMatching(/^com\.example\..+\)$/)]),
    },
  ],
  [
    '.NET',
    'partner-edi-inbound-parser',
    {
      errorType: expect.stringMatching(/^\w+Exception$/),
      errorMessage: text,
      stackTrace: expect.arrayContaining([expect.stringMatching(/^at App\./)]),
    },
  ],
  [
    'Go',
    'catalog-legacy-soap-bridge',
    {
      errorMessage: text,
      errorType: expect.stringMatching(/^\w+$/),
      stackTrace: expect.arrayContaining([
        { path: 'build/main.go', line: expect.any(Number), label: 'handler' },
      ]),
    },
  ],
  [
    'Ruby',
    'returns-label-worker',
    {
      errorMessage: text,
      errorType: expect.stringMatching(/^Function</),
      stackTrace: expect.arrayContaining([text]),
    },
  ],
])('an exception of %s', async (_runtime, name, answer) => {
  expect(await answered(name, 'error')).toEqual(answer);
});

it.each<[string, string, Outcome, unknown]>([
  [
    'used up its memory',
    'billing-vat-id-check',
    'out-of-memory',
    {
      errorType: 'Runtime.ExitError',
      errorMessage: `RequestId: ${ID} Error: Runtime exited with error: signal: killed`,
    },
  ],
  [
    'could not begin, in Python',
    'billing-vat-id-check',
    'init-error',
    {
      errorMessage: "Unable to import module 'app': No module named 'pydantic_core._pydantic_core'",
      errorType: 'Runtime.ImportModuleError',
      requestId: '',
      stackTrace: [],
    },
  ],
  [
    'could not begin, in Go',
    'catalog-legacy-soap-bridge',
    'init-error',
    {
      errorType: 'Runtime.ExitError',
      errorMessage: `RequestId: ${ID} Error: Runtime exited with error: exit status 2`,
    },
  ],
])('a function that %s', async (_what, name, outcome, answer) => {
  expect(await answered(name, outcome)).toEqual(answer);
});
