/** Gateways that a test answers by hand, for when it matters at which moment AWS says what. */
import { AppError } from '../../src/domain/app-error.ts';
import type { LambdaFunction } from '../../src/domain/lambda-function.ts';
import type {
  FunctionPage,
  FunctionsGateway,
  MetricQuery,
  MetricsGateway,
} from '../../src/gateways/gateways.ts';

export const wallClock = { now: () => Date.now() };

/** A function of that name, all else ordinary. */
export function functionNamed(name: string, changes: Partial<LambdaFunction> = {}): LambdaFunction {
  return {
    name,
    arn: `arn:aws:lambda:eu-west-1:123456789012:function:${name}`,
    runtime: 'nodejs22.x',
    packageType: 'Zip',
    architecture: 'arm64',
    memoryMb: 256,
    timeoutS: 30,
    codeSizeBytes: 1_000,
    lastModified: Date.UTC(2026, 10, 1),
    masterArn: null,
    managedInstances: false,
    deadLetterArn: null,
    ...changes,
  };
}

/** A gateway of which only what is given works. */
export function functionsGateway(methods: Partial<FunctionsGateway>): FunctionsGateway {
  const missing = async () => {
    throw new AppError('unsupported', 'not in this test');
  };
  return {
    // biome-ignore lint/correctness/useYield: it fails before the first page
    async *listFunctions() {
      await missing();
    },
    // biome-ignore lint/correctness/useYield: it fails before the first page
    async *eventSources() {
      await missing();
    },
    accountSettings: missing,
    functionDetails: missing,
    ...methods,
  };
}

/** A listing whose pages come when the test says so. */
export interface Listing {
  /** The next page arrives, with functions of these names. */
  page(...names: string[]): void;
  /** That was the last page. */
  end(): void;
  /** The listing breaks off. */
  fails(error: AppError): void;
}

/** A gateway that hands out one `Listing` for each time the functions are listed. */
export function listingsByHand(): { gateway: FunctionsGateway; listings: Listing[] } {
  const listings: Listing[] = [];
  const gateway = functionsGateway({
    listFunctions() {
      const { readable, writable } = new TransformStream<FunctionPage, FunctionPage>();
      const writer = writable.getWriter();
      listings.push({
        page: (...names) => {
          void writer.write({ functions: names.map((name) => functionNamed(name)), more: true });
        },
        end: () => void writer.close(),
        fails: (error) => void writer.abort(error).catch(() => {}),
      });
      return readable;
    },
  });
  return { gateway, listings };
}

/** A gateway whose answers `answer` makes: per query, the value of the window's newest minute, or none. */
export function metricsGateway(
  answer: (query: MetricQuery) => number | undefined | Promise<never>,
): MetricsGateway & { readonly asked: readonly (readonly MetricQuery[])[] } {
  const asked: (readonly MetricQuery[])[] = [];
  return {
    asked,
    async series(queries, window) {
      asked.push(queries);
      return Promise.all(
        queries.map(async (query) => {
          const value = await answer(query);
          const points = new Map(value === undefined ? [] : [[window.end - 60_000, value]]);
          return { key: query.key, points, complete: true };
        }),
      );
    },
    async ranking() {
      throw new AppError('unsupported', 'not in this test');
    },
  };
}
