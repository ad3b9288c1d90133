import {
  DeleteFunctionConcurrencyCommand,
  GetAccountSettingsCommand,
  GetFunctionConcurrencyCommand,
  type LambdaClient,
  PutFunctionConcurrencyCommand,
} from '@aws-sdk/client-lambda';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { connect, MINUTE, START } from './connect.ts';

const reserve = (lambda: LambdaClient, FunctionName: string, ReservedConcurrentExecutions: number) =>
  lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions }));
const free = (lambda: LambdaClient, FunctionName: string) =>
  lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
const unreserved = async (lambda: LambdaClient) =>
  (await lambda.send(new GetAccountSettingsCommand({}))).AccountLimit?.UnreservedConcurrentExecutions ?? -1;

describe('reserved concurrency', () => {
  it('is set, set to 0, and taken away again', async () => {
    const { lambda } = await connect();
    const name = 'orders-api-prod';
    const reservedOf = async () =>
      (await lambda.send(new GetFunctionConcurrencyCommand({ FunctionName: name })))
        .ReservedConcurrentExecutions;
    expect(await reserve(lambda, name, 20)).toMatchObject({ ReservedConcurrentExecutions: 20 });
    expect(await reservedOf()).toBe(20);
    expect(await reserve(lambda, name, 0)).toMatchObject({ ReservedConcurrentExecutions: 0 });
    expect(await reservedOf()).toBe(0);
    expect((await free(lambda, name)).$metadata.httpStatusCode).toBe(204);
    expect(await reservedOf()).toBeUndefined();
    await free(lambda, name);
  });

  it('stops a function from now on and not before', async () => {
    const { lambda, world } = await connect();
    const target = world.functionNamed('orders-api-prod');
    if (target === undefined) throw new Error('no such function');
    const minuteOf = (minute: number) => world.traffic.of(target).minuteOf(START / MINUTE + minute);
    const [before, usual] = [minuteOf(-1), minuteOf(1)];
    await reserve(lambda, target.name, 0);
    expect(minuteOf(1)).toMatchObject({ invocations: 0, throttles: usual.invocations });
    expect(minuteOf(-1)).toEqual(before);
  });

  it('leaves the account its minimum, except that 0 always succeeds', async () => {
    const { lambda } = await connect();
    const name = 'orders-api-prod';
    const left = await unreserved(lambda);
    await expect(reserve(lambda, name, left - 99)).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message:
        "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [100].",
      $metadata: { httpStatusCode: 400 },
    });
    await reserve(lambda, name, left - 100);
    expect(await unreserved(lambda)).toBe(100);
    await reserve(lambda, 'orders-api-staging', 0);
    await expect(reserve(lambda, 'orders-api-staging', 1)).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
    });
  });

  it('cannot be less than what is provisioned, not even 0', async () => {
    const { lambda } = await connect();
    await expect(reserve(lambda, 'catalog-api-prod', 0)).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message:
        " ReservedConcurrentExecutions  0 should not be lower than function's total provisioned concurrency [12].",
    });
    await reserve(lambda, 'catalog-api-prod', 12);
  });

  it('belongs to the whole function, and to one that exists', async () => {
    const { lambda } = await connect();
    const message = expect.stringMatching(/^This operation is permitted on Lambda functions only\./);
    for (const qualified of ['checkout-api-prod:live', 'checkout-api-prod:41']) {
      await expect(reserve(lambda, qualified, 1)).rejects.toMatchObject({ message });
      await expect(free(lambda, qualified)).rejects.toMatchObject({ message });
    }
    await expect(reserve(lambda, 'nope', 1)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(reserve(lambda, 'orders-api-prod', -1)).rejects.toMatchObject({
      name: 'ValidationException',
      message:
        "1 validation error detected: Value '-1' at 'reservedConcurrentExecutions' failed to satisfy constraint: Member must have value greater than or equal to 0",
    });
  });

  it('never leaves the account below its minimum, whatever is killed, restored and reserved', async () => {
    const { lambda, world } = await connect();
    const names = world.functions
      .filter((each) => each.provisioned.current.length === 0)
      .map((each) => each.name);
    const change = fc.record({
      name: fc.constantFrom(...names.slice(0, 12)),
      to: fc.oneof(fc.constant(0), fc.constant(undefined), fc.integer({ min: 1, max: 700 })),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 12 }), async (changes) => {
        for (const { name, to } of changes) {
          const before = world.functionNamed(name)?.reservedConcurrency.current;
          const outcome = await (to === undefined ? free(lambda, name) : reserve(lambda, name, to)).then(
            () => 'done',
            (error: Error) => error.name,
          );
          const after = world.functionNamed(name)?.reservedConcurrency.current;
          expect(after).toBe(outcome === 'done' ? to : before);
          if (to === 0 || to === undefined) expect(outcome).toBe('done');
          expect(world.unreservedConcurrency).toBeGreaterThanOrEqual(100);
        }
      }),
      { numRuns: 25 },
    );
  });
});
