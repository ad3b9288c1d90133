import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Account, startAccount } from '../../src/demo/account.ts';
import { all, connectTo, useDummyKeys } from './connect.ts';
import { type Answer, awsError, type FakeAws, startFakeAws } from './fake-aws.ts';

let aws: FakeAws | undefined;
let embedded: Account | undefined;
beforeEach(useDummyKeys);
afterEach(async () => {
  vi.unstubAllEnvs();
  await aws?.close();
  await embedded?.close();
  aws = embedded = undefined;
});

async function accountOf(count: number) {
  embedded = await startAccount({ functions: count, seed: 1 });
  return connectTo(embedded.endpoint);
}

async function accountThat(answer: Answer) {
  aws = await startFakeAws(answer);
  return connectTo(aws.url);
}

const ARN = 'arn:aws:lambda:eu-west-1:123456789012:function:';

describe('listing', () => {
  it('1,000 functions takes 20 pages in one burst', async () => {
    const account = await accountOf(1_000);
    const began = performance.now();
    const pages = await all(account.functions.listFunctions());
    // At five a second, without the burst, it would take four seconds.
    expect(performance.now() - began).toBeLessThan(3_000);
    expect(pages.map(({ functions }) => functions.length)).toEqual(Array(20).fill(50));
    expect(pages.map(({ more }) => more)).toEqual([...Array(19).fill(true), false]);
    expect(new Set(pages.flatMap(({ functions }) => functions.map(({ arn }) => arn))).size).toBe(1_000);
    expect(account.usage().callsPerMin).toBe(20);
  });

  it('an empty account is one empty page', async () => {
    const account = await accountOf(0);
    const pages = await all(account.functions.listFunctions());
    expect(pages).toEqual([{ functions: [], more: false }]);
  });

  it('knows what each function is', async () => {
    const account = await accountOf(5);
    for await (const { functions } of account.functions.listFunctions()) {
      for (const each of functions) {
        expect(each.arn).toBe(`${ARN}${each.name}`);
        expect(each.memoryMb).toBeGreaterThanOrEqual(128);
        expect(each.timeoutS).toBeGreaterThan(0);
        expect(each.lastModified).toBeGreaterThan(Date.UTC(2015, 0));
        expect(JSON.stringify(each)).not.toContain('Environment');
      }
    }
  });

  it('fetches the next page while this one is being looked at', async () => {
    const account = await accountThat(({ path }) =>
      path.includes('Marker=2') ? {} : { Functions: [], NextMarker: '2' },
    );
    const listing = account.functions.listFunctions()[Symbol.asyncIterator]();
    await listing.next();
    await vi.waitFor(() => expect(aws?.calls).toHaveLength(2));
  });

  it('given up early, drops the page on its way', async () => {
    const dropped = vi.fn();
    const account = await accountThat(({ path }, response) => {
      if (!path.includes('Marker=2')) return { Functions: [], NextMarker: '2' };
      response.on('close', dropped);
      return undefined;
    });
    for await (const _ of account.functions.listFunctions()) {
      await vi.waitFor(() => expect(aws?.calls).toHaveLength(2));
      break;
    }
    await vi.waitFor(() => expect(dropped).toHaveBeenCalled());
  });

  it('fails at the page that fails, never as a short list', async () => {
    const account = await accountOf(200);
    embedded?.faults.add({ kind: 'deny', service: 'lambda', operation: 'ListFunctions', after: 2 });
    const seen: number[] = [];
    const listing = (async () => {
      for await (const { functions } of account.functions.listFunctions()) seen.push(functions.length);
    })();
    await expect(listing).rejects.toMatchObject({
      code: 'access-denied',
      operation: 'lambda:ListFunctions',
      next: expect.arrayContaining([expect.stringContaining('lambda:ListFunctions')]),
    });
    expect(seen).toEqual([50, 50]);
  });

  it('goes on after a throttle', async () => {
    const account = await accountOf(100);
    embedded?.faults.add({ kind: 'throttle', service: 'lambda', operation: 'ListFunctions', count: 1 });
    expect(await all(account.functions.listFunctions())).toHaveLength(2);
    expect(account.usage().throttledPerMin).toBe(1);
  });

  it.each([
    ['expired', 'expired-credentials'],
    ['drop-before', 'unreachable'],
    ['html', 'unsupported'],
    ['unsupported', 'unsupported'],
  ] as const)('with the fault %s says %s', async (kind, code) => {
    const account = await accountOf(10);
    embedded?.faults.add({ kind, service: 'lambda', operation: '*' });
    await expect(all(account.functions.listFunctions())).rejects.toMatchObject({ code });
  });

  it('tolerates what it does not understand, and keeps names as they are', async () => {
    const account = await accountThat(() => ({
      Functions: [
        {
          FunctionName: 'odd\u001b[31m',
          FunctionArn: `${ARN}odd:7`,
          LastModified: 'yesterday',
          Runtime: 'cobol',
        },
        { FunctionName: 'image', FunctionArn: `${ARN}image`, PackageType: 'Image', Architectures: ['arm64'] },
        { FunctionName: 'lmi', FunctionArn: `${ARN}lmi`, CapacityProviderConfig: {}, MasterArn: `${ARN}m` },
        { Runtime: 'nodejs22.x' },
        {},
      ],
    }));
    const [page] = await all(account.functions.listFunctions());
    expect(page?.functions).toMatchObject([
      { name: 'odd\u001b[31m', arn: `${ARN}odd`, lastModified: null, runtime: 'cobol' },
      { name: 'image', packageType: 'Image', runtime: null, architecture: 'arm64', managedInstances: false },
      { name: 'lmi', managedInstances: true, masterArn: `${ARN}m` },
    ]);
  });

  it('reads AWS’s form of time', async () => {
    const account = await accountThat(() => ({
      Functions: [
        { FunctionName: 'f', FunctionArn: `${ARN}f`, LastModified: '2026-11-21T08:30:00.000+0000' },
      ],
    }));
    const [page] = await all(account.functions.listFunctions());
    expect(page?.functions[0]?.lastModified).toBe(Date.UTC(2026, 10, 21, 8, 30));
  });
});

describe('the account’s limits', () => {
  it('are read', async () => {
    const account = await accountOf(12);
    expect(await account.functions.accountSettings()).toEqual({
      concurrencyLimit: 1000,
      unreservedConcurrency: expect.any(Number),
      functionCount: 12,
    });
  });

  it('are unsupported when the answer holds none', async () => {
    const account = await accountThat(() => ({}));
    await expect(account.functions.accountSettings()).rejects.toMatchObject({ code: 'unsupported' });
  });
});

describe('a function’s details', () => {
  const aliases = (path: string) => path.includes('/aliases');

  it('come from GetFunction and every page of ListAliases', async () => {
    const account = await accountThat(({ path }) => {
      if (!aliases(path)) {
        return { Configuration: { State: 'Active' }, Concurrency: { ReservedConcurrentExecutions: 5 } };
      }
      if (path.includes('Marker=2')) {
        return { Aliases: [{ Name: 'beta', FunctionVersion: '7', RevisionId: 'r2' }] };
      }
      const RoutingConfig = { AdditionalVersionWeights: { 8: 0.1 } };
      return {
        Aliases: [{ Name: 'live', FunctionVersion: '7', RevisionId: 'r1', RoutingConfig }],
        NextMarker: '2',
      };
    });
    expect(await account.functions.functionDetails('orders')).toEqual({
      state: 'Active',
      reservedConcurrency: 5,
      aliases: [
        { name: 'live', version: '7', weights: { 8: 0.1 }, revisionId: 'r1' },
        { name: 'beta', version: '7', weights: {}, revisionId: 'r2' },
      ],
    });
  });

  it.each([
    [{}, null],
    [{ Concurrency: {} }, null],
    [{ Concurrency: { ReservedConcurrentExecutions: 0 } }, 0],
  ])('of %j hold reserved concurrency %j', async (answer, reservedConcurrency) => {
    const account = await accountThat(({ path }) => (aliases(path) ? {} : answer));
    expect(await account.functions.functionDetails('f')).toEqual({
      state: null,
      reservedConcurrency,
      aliases: [],
    });
  });

  it('do without GetFunction where it is denied', async () => {
    const account = await accountThat(({ path }, response) => {
      if (aliases(path)) return {};
      if (path.endsWith('/configuration')) return { State: 'Active' };
      if (path.endsWith('/concurrency')) return { ReservedConcurrentExecutions: 0 };
      return awsError(
        response,
        403,
        'AccessDeniedException',
        'not authorized to perform: lambda:GetFunction',
      );
    });
    expect(await account.functions.functionDetails('f')).toMatchObject({
      state: 'Active',
      reservedConcurrency: 0,
    });
  });

  it('of every function of the embedded account are whole', async () => {
    const account = await accountOf(25);
    const pages = await all(account.functions.listFunctions());
    const names = pages.flatMap(({ functions }) => functions.map(({ name }) => name));
    const details = await Promise.all(names.map((name) => account.functions.functionDetails(name)));
    const aliases = details.flatMap((each) => each.aliases);
    expect(aliases.length).toBeGreaterThan(0);
    for (const { name, version, revisionId } of aliases) {
      expect([name, revisionId]).not.toContain('');
      expect(version).toMatch(/^\d+$|^\$LATEST$/);
    }
  });

  it('of a function that is gone name it', async () => {
    const account = await accountThat((_, response) =>
      awsError(response, 404, 'ResourceNotFoundException', `Function not found: ${ARN}gone`),
    );
    await expect(account.functions.functionDetails('gone')).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining('on gone'),
    });
  });
});

it('lists every event source of the embedded account', async () => {
  const account = await accountOf(140);
  const pages = await all(account.functions.eventSources());
  const functions = new Set(
    (await all(account.functions.listFunctions())).flatMap((page) => page.functions.map(({ arn }) => arn)),
  );
  const sources = pages.flat();
  expect(sources.length).toBeGreaterThan(0);
  for (const { functionArn } of sources) expect(functions).toContain(functionArn);
});

it('lists what feeds the functions, under the functions’ own ARNs', async () => {
  const account = await accountThat(() => ({
    EventSourceMappings: [
      {
        UUID: '1',
        FunctionArn: `${ARN}orders:live`,
        EventSourceArn: 'arn:aws:sqs:eu-west-1:1:q',
        State: 'Enabled',
      },
      { UUID: '2', FunctionArn: `${ARN}kafka` },
      { UUID: '3' },
    ],
  }));
  expect(await all(account.functions.eventSources())).toEqual([
    [
      {
        functionArn: `${ARN}orders`,
        qualifier: 'live',
        sourceArn: 'arn:aws:sqs:eu-west-1:1:q',
        state: 'Enabled',
        onFailureArn: null,
      },
      { functionArn: `${ARN}kafka`, qualifier: null, sourceArn: null, state: null, onFailureArn: null },
    ],
  ]);
});
