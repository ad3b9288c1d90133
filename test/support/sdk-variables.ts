/** The SDK looks for credentials in the variables and the home of its process, which here is the tests'. */
import { tmpdir } from 'node:os';
import path from 'node:path';

/** What it reads of them. */
const READ_BY_SDK = /^(AWS_.*|HOME)$/;

/** Nothing is ever in it. */
const NO_HOME = path.join(tmpdir(), 'lambdatop-test-no-home');

/** In whose variables work is being done. */
interface Turn {
  readonly key: string;
  running: number;
  readonly restore: () => void;
  readonly over: PromiseWithResolvers<void>;
}

let turn: Turn | null = null;

/**
 * Does a piece of work while the SDK finds these variables in this process, and nothing else that leads to AWS.
 * Several go on at once as long as they want the same; others wait until those have ended.
 */
export async function whereSdkFinds<Result>(
  variables: Readonly<Record<string, string>>,
  work: () => Promise<Result>,
): Promise<Result> {
  const wanted = Object.entries({ HOME: NO_HOME, AWS_EC2_METADATA_DISABLED: 'true', ...variables })
    .filter(([name]) => READ_BY_SDK.test(name))
    .sort();
  const key = JSON.stringify(wanted);
  while (turn !== null && turn.key !== key) await turn.over.promise;
  turn ??= { key, running: 0, restore: replaceBy(wanted), over: Promise.withResolvers() };
  const mine = turn;
  mine.running += 1;
  try {
    return await work();
  } finally {
    mine.running -= 1;
    if (mine.running === 0) {
      mine.restore();
      turn = null;
      mine.over.resolve();
    }
  }
}

/** Puts these in the place of all variables that the SDK reads; returns the way back. */
function replaceBy(variables: readonly (readonly [string, string])[]): () => void {
  const former = Object.entries(process.env).filter(([name]) => READ_BY_SDK.test(name));
  const put = (some: readonly (readonly [string, string | undefined])[]): void => {
    for (const name of Object.keys(process.env)) {
      if (READ_BY_SDK.test(name)) delete process.env[name];
    }
    Object.assign(process.env, Object.fromEntries(some));
  };
  put(variables);
  return () => put(former);
}
