import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { aws, hasCli } from './aws-cli.ts';
import { connect } from './connect.ts';

/** The CLI looks into archives before it sends them. */
const EMPTY_ZIP = Buffer.concat([Buffer.from('PK\x05\x06'), Buffer.alloc(18)]);

/** A directory for the files that the CLI reads and writes, gone after the test. */
function scratch(): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'lambda-cli-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

// Only where the CLI is installed: it is another client's judgement of the same wire.
describe.runIf(hasCli)('the aws CLI', () => {
  it('sets up a scene: a function, a version, an alias, reserved concurrency, an invocation', async () => {
    const { endpoint } = await connect({ scenario: 'empty', speed: 1000 });
    const directory = scratch();
    const zip = path.join(directory, 'code.zip');
    writeFileSync(zip, EMPTY_ZIP);
    const lambda = (...args: string[]) => aws(endpoint, 'lambda', ...args, '--function-name', 'hello');
    const created = await lambda(
      ...[
        'create-function',
        '--runtime',
        'python3.13',
        '--handler',
        'app.handler',
        '--zip-file',
        `fileb://${zip}`,
      ],
      ...['--role', 'arn:aws:iam::123456789012:role/hello'],
    );
    // At this speed the seconds of being Pending are over in a few ms, perhaps before the reply is written.
    expect(created).toMatchObject({
      State: expect.stringMatching(/^(Pending|Active)$/),
      Version: '$LATEST',
    });
    expect(await lambda('publish-version')).toMatchObject({ Version: '1', State: 'Active' });
    const [routed, reserved] = await Promise.all([
      lambda('create-alias', '--name', 'live', '--function-version', '1'),
      lambda('put-function-concurrency', '--reserved-concurrent-executions', '5'),
    ]);
    expect(routed).toMatchObject({ Name: 'live', FunctionVersion: '1' });
    expect(reserved).toEqual({ ReservedConcurrentExecutions: 5 });
    const out = path.join(directory, 'out.json');
    // From a file: as text, version 1 takes it as it is and version 2 as base64.
    const payload = path.join(directory, 'payload.json');
    writeFileSync(payload, '{"a":1}');
    const invoked = await lambda(
      'invoke',
      '--qualifier',
      'live',
      '--payload',
      `fileb://${payload}`,
      '--log-type',
      'Tail',
      out,
    );
    expect(invoked).toMatchObject({ StatusCode: 200, ExecutedVersion: '1', LogResult: expect.any(String) });
    expect(JSON.parse(readFileSync(out, 'utf8'))).toMatchObject({ received: { a: 1 } });
  }, 30_000);

  it('is told that its RevisionId is stale, and that the floor is reached', async () => {
    const { endpoint } = await connect();
    const lambda = (...args: string[]) =>
      aws(endpoint, 'lambda', ...args, '--function-name', 'orders-api-prod');
    await Promise.all([
      expect(lambda('update-alias', '--name', 'prod', '--revision-id', 'STALE')).rejects.toThrow(
        'An error occurred (PreconditionFailedException) when calling the UpdateAlias operation: The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id',
      ),
      expect(lambda('put-function-concurrency', '--reserved-concurrent-executions', '900')).rejects.toThrow(
        "An error occurred (InvalidParameterValueException) when calling the PutFunctionConcurrency operation: Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [100].",
      ),
      expect(lambda('get-function-code-signing-config')).resolves.toEqual({}),
    ]);
  }, 30_000);
});
