import { beforeAll, describe, expect, it } from 'vitest';
import { type Account, startAccount } from '../../src/demo/account.ts';
import { START } from './connect.ts';
import { conflict, invalid, notFound, type Row, send, violation } from './lambda-refusals.ts';

// All as recorded from AWS.
const ARN = 'arn:aws:lambda:eu-west-1:123456789012:function';
const QUEUE = 'arn:aws:sqs:eu-west-1:123456789012:orders';
const TABLE = 'arn:aws:dynamodb:eu-west-1:123456789012:table/orders/stream/2026-01-01T00:00:00.000';
const LAYER = 'arn:aws:lambda:eu-west-1:123456789012:layer:common';
const FN = 'orders-api-prod';
const GONE = 'no-such-function';

const noFunction = (name: string) => notFound(`Function not found: ${ARN}:${name}`);
const noAlias = (name: string) => notFound(`Cannot find alias arn: ${ARN}:${name}`);
const noResource = notFound('The resource you requested does not exist.');

const aliases = (name = FN) => `POST /2015-03-31/functions/${name}/aliases`;
const provisioned = (method: string, name: string, qualifier: string) =>
  `${method} /2019-09-30/functions/${name}/provisioned-concurrency?Qualifier=${qualifier}`;
const url = (method: string, name: string, query = '') =>
  `${method} /2021-10-31/functions/${name}/url${query}`;
const policy = (method: string, name: string, query = '') =>
  `${method} /2015-03-31/functions/${name}/policy${query}`;
const invokeConfig = (name = FN) => `PUT /2019-09-25/functions/${name}/event-invoke-config`;
const tags = (method: string, name: string) =>
  `${method} /2017-03-31/tags/${encodeURIComponent(`${ARN}:${name}`)}`;
const mappings = 'POST /2015-03-31/event-source-mappings';
const functions = 'POST /2015-03-31/functions';

const routed = (version: string, weights: object) => ({
  Name: 'new',
  FunctionVersion: version,
  RoutingConfig: { AdditionalVersionWeights: weights },
});
const permission = { StatementId: 's3', Action: 'lambda:InvokeFunction', Principal: 's3.amazonaws.com' };
const created = (more: object) => ({
  FunctionName: 'hello',
  Role: 'arn:aws:iam::123456789012:role/hello',
  Runtime: 'nodejs24.x',
  Handler: 'index.handler',
  Code: { ZipFile: Buffer.from('PK as good as an archive').toString('base64') },
  ...more,
});
const to = (Destination: string) => ({ DestinationConfig: { OnFailure: { Destination } } });
const WEIGHT =
  'Map value must satisfy constraint: [Member must have value less than or equal to 1.0, Member must have value greater than or equal to 0.0, Member must not be null]';
const URL_QUALIFIER = 'Member must satisfy regular expression pattern: ((?!^\\d+$)^[0-9a-zA-Z-_]+$)';
const NO_TAGS = 'Tags on function aliases and versions are not supported. Please specify a function ARN.';
const UNQUALIFIED =
  'This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. Please specify either a function name or an unqualified function ARN.';

const families: Readonly<Record<string, readonly Row[]>> = {
  aliases: [
    [
      aliases(),
      routed('17', { 16: 0.1, 18: 0.1 }),
      invalid('Number of items in AdditionalVersionWeights cannot be greater than 1'),
    ],
    [
      aliases(),
      routed('17', { 18: 2 }),
      violation("'{18=2.0}'", 'routingConfig.additionalVersionWeights', WEIGHT),
    ],
    [
      aliases(),
      routed('17', { 18: -1 }),
      violation("'{18=-1.0}'", 'routingConfig.additionalVersionWeights', WEIGHT),
    ],
    [
      aliases(),
      routed('17', { 17: 0.1 }),
      invalid(
        'Invalid function version 17. Function version 17 is already included in routing configuration.',
      ),
    ],
    [
      aliases(),
      routed('$LATEST', { 17: 0.1 }),
      {
        name: 'InvalidParameterValueException',
        status: 400,
        body: { message: '$LATEST is not supported for an alias pointing to more than 1 version' },
      },
    ],
    [aliases(), { Name: 'new', FunctionVersion: '99' }, noFunction(`${FN}:99`)],
    [aliases(), routed('17', { 99: 0.1 }), noFunction(`${FN}:99`)],
    [aliases(GONE), { Name: 'new', FunctionVersion: '1' }, noFunction(`${GONE}:1`)],
    [aliases(), { Name: 'prod', FunctionVersion: '17' }, conflict(`Alias already exists: ${ARN}:${FN}:prod`)],
    [
      aliases(),
      { Name: '2024', FunctionVersion: '17' },
      violation(
        "'2024'",
        'name',
        'Member must satisfy regular expression pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+)',
      ),
    ],
    [`GET /2015-03-31/functions/${FN}/aliases/none`, undefined, noAlias(`${FN}:none`)],
  ],
  functions: [
    [`GET /2015-03-31/functions/${GONE}?Qualifier=$LATEST`, undefined, noFunction(`${GONE}:$LATEST`)],
    [`GET /2015-03-31/functions/${FN}?Qualifier=1221`, undefined, noFunction(`${FN}:1221`)],
    [`DELETE /2015-03-31/functions/${GONE}?Qualifier=1`, undefined, noFunction(GONE)],
    [
      `DELETE /2015-03-31/functions/${FN}?Qualifier=$LATEST`,
      undefined,
      invalid('$LATEST version cannot be deleted without deleting the function.'),
    ],
    [
      functions,
      created({ Architectures: ['x86_64', 'arm64'] }),
      violation("'[x86_64, arm64]'", 'architectures', 'Member must have length less than or equal to 1'),
    ],
    [
      functions,
      created({ Architectures: ['X86_64'] }),
      violation(
        "'[X86_64]'",
        'architectures',
        'Member must satisfy constraint: [Member must satisfy enum value set: [x86_64, arm64], Member must not be null]',
      ),
    ],
    [
      functions,
      created({ SnapStart: { ApplyOn: 'invalidOption' } }),
      violation(
        "'invalidOption'",
        'snapStart.applyOn',
        'Member must satisfy enum value set: [PublishedVersions, None]',
      ),
    ],
    [
      functions,
      created({ SnapStart: { ApplyOn: 'PublishedVersions' } }),
      invalid('nodejs24.x is not supported for SnapStart enabled functions.'),
    ],
    [
      functions,
      created({ Layers: [`${LAYER}:1`, `${LAYER}:2`] }),
      invalid(
        `Two different versions of the same layer are not allowed to be referenced in the same function. ${LAYER}:1 and ${LAYER}:2 are versions of the same layer.`,
      ),
    ],
    [
      'GET /2020-04-22/code-signing-configs/arn:aws:lambda:eu-west-1:123456789012:code-signing-config:csc-0',
      undefined,
      {
        name: 'ResourceNotFoundException',
        status: 404,
        body: {
          Message:
            'The Lambda code signing configuration arn:aws:lambda:eu-west-1:123456789012:code-signing-config:csc-0 can not be found.',
        },
      },
    ],
  ],
  concurrency: [
    [
      `PUT /2017-10-31/functions/${GONE}/concurrency`,
      { ReservedConcurrentExecutions: 1 },
      noFunction(`${GONE}:$LATEST`),
    ],
    [
      `PUT /2017-10-31/functions/${ARN}:${FN}:prod/concurrency`,
      { ReservedConcurrentExecutions: 1 },
      invalid(UNQUALIFIED),
    ],
    [`GET /2019-09-30/functions/${GONE}/concurrency`, undefined, noFunction(GONE)],
    [provisioned('GET', GONE, 'noalias'), undefined, noAlias(`${GONE}:noalias`)],
    [provisioned('GET', FN, 'noalias'), undefined, noAlias(`${FN}:noalias`)],
    [provisioned('DELETE', GONE, '1'), undefined, noFunction(`${GONE}:1`)],
    [
      provisioned('DELETE', FN, '$LATEST'),
      undefined,
      invalid('The function resource provided must be an alias or a published version.'),
    ],
    [provisioned('PUT', GONE, 'noalias'), { ProvisionedConcurrentExecutions: 1 }, noAlias(`${GONE}:noalias`)],
    [
      provisioned('PUT', FN, '$LATEST'),
      { ProvisionedConcurrentExecutions: 1 },
      invalid('Provisioned Concurrency Configs cannot be applied to unpublished function versions.'),
    ],
    [
      provisioned('PUT', FN, '17'),
      { ProvisionedConcurrentExecutions: 0 },
      violation(
        "'0'",
        'provisionedConcurrentExecutions',
        'Member must have value greater than or equal to 1',
      ),
    ],
  ],
  'event source mappings': [
    [mappings, { FunctionName: FN }, invalid('Unrecognized event source.')],
    [
      mappings,
      { FunctionName: FN, EventSourceArn: TABLE },
      invalid(
        "1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be null.",
      ),
    ],
    [
      mappings,
      { FunctionName: FN, EventSourceArn: TABLE, StartingPosition: '0' },
      violation(
        "'0'",
        'startingPosition',
        'Member must satisfy enum value set: [LATEST, AT_TIMESTAMP, TRIM_HORIZON]',
      ),
    ],
    [
      mappings,
      { FunctionName: FN, EventSourceArn: TABLE, StartingPosition: 'LATEST', StartingPositionTimestamp: 1 },
      invalid('Timestamp only valid with StartingPosition AT_TIMESTAMP'),
    ],
    [
      mappings,
      { FunctionName: FN, EventSourceArn: TABLE, StartingPosition: 'AT_TIMESTAMP' },
      invalid(`Unsupported starting position for arn type: ${TABLE}`),
    ],
    [
      mappings,
      { FunctionName: FN, EventSourceArn: QUEUE, StartingPosition: 'LATEST' },
      invalid('StartingPosition is not valid for SQS event sources.'),
    ],
    ['DELETE /2015-03-31/event-source-mappings/7f0e1c3a-0000-4000-8000-000000000000', undefined, noResource],
  ],
  'event invoke configs': [
    [invokeConfig(), to(`${ARN}:${GONE}`), invalid(`The destination ARN ${ARN}:${GONE} is invalid.`)],
    [
      invokeConfig(),
      to(`${ARN}:${FN}`),
      invalid("You can't specify the function as a destination for itself."),
    ],
    [invokeConfig(GONE), { MaximumRetryAttempts: 1 }, notFound("The function doesn't exist.")],
    [
      `GET /2019-09-25/functions/arn:aws:lambda:us-east-1:123456789012:function:${FN}/event-invoke-config`,
      undefined,
      notFound("Functions from 'us-east-1' are not reachable in this region ('eu-west-1')"),
    ],
  ],
  'function URLs': [
    [url('GET', GONE), undefined, noResource],
    [url('PUT', GONE), { AuthType: 'NONE' }, notFound('Function does not exist')],
    [url('PUT', FN, '?Qualifier=none'), { AuthType: 'NONE' }, notFound('Function does not exist')],
    [url('PUT', FN, '?Qualifier=prod'), { AuthType: 'NONE' }, noResource],
    [url('GET', FN, '?Qualifier=1'), undefined, violation("'1'", 'qualifier', URL_QUALIFIER)],
    [
      url('GET', `arn:aws:lambda:us-east-1:123456789012:function:${FN}`),
      undefined,
      notFound("Functions from 'us-east-1' are not reachable in this region ('eu-west-1')"),
    ],
  ],
  policies: [
    [policy('GET', GONE), undefined, noFunction(GONE)],
    [policy('GET', FN, '?Qualifier=42'), undefined, noResource],
    [policy('POST', GONE), permission, noFunction(GONE)],
    [policy('POST', FN, '?Qualifier=none'), permission, noAlias(`${FN}:none`)],
    [policy('POST', FN, '?Qualifier=42'), permission, noFunction(`${FN}:42`)],
    [policy('POST', FN, '?Qualifier=with-$'), permission, noFunction(`${FN}:with-$`)],
    [
      policy('POST', FN, '?Qualifier=with-%3F'),
      permission,
      violation(
        "'with-?'",
        'qualifier',
        'Member must satisfy regular expression pattern: (|[a-zA-Z0-9$_-]+)',
      ),
    ],
    [policy('DELETE', GONE, '/s3'), undefined, notFound(`No policy found for: ${ARN}:${GONE}`)],
    [policy('DELETE', FN, '/s3?Qualifier=none'), undefined, noAlias(`${FN}:none`)],
  ],
  tags: [
    [tags('POST', FN), { Tags: {} }, invalid('An error occurred and the request cannot be processed.')],
    [tags('POST', `${FN}:prod`), { Tags: { a: 'b' } }, invalid(NO_TAGS)],
    [tags('POST', `${FN}:$LATEST`), { Tags: { a: 'b' } }, invalid(NO_TAGS)],
    [tags('DELETE', FN), undefined, violation('null', 'tagKeys', 'Member must not be null')],
    [tags('GET', GONE), undefined, noFunction(GONE)],
  ],
};

let account: Account;
beforeAll(async () => {
  account = await startAccount({ start: START, speed: 0, warn: () => {} });
  return () => account.close();
});

describe.each(Object.entries(families))('Lambda refuses, of %s,', (_, rows) => {
  it.each(rows)('%s %j', async (...row) => {
    expect(await send(account.endpoint, row)).toEqual(row[2]);
  });
});
