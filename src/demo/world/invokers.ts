import type { PolicyStatement } from './attachments.ts';
import type { FunctionSpec } from './function-spec.ts';
import type { LambdaFunction } from './model.ts';
import { hexText, mix } from './random.ts';
import type { Place } from './world.ts';

type Statements = Omit<PolicyStatement, 'Effect' | 'Resource'>[];

/** Who may invoke a function, by qualifier: drawn from how it is invoked, and from what its spec says. */
export function drawPolicies(
  target: LambdaFunction,
  spec: FunctionSpec,
  place: Place,
): Map<string, PolicyStatement[]> {
  const statements = [...serviceStatements(target, place), ...specialStatements(spec)];
  if (statements.length === 0) return new Map();
  const entrance = target.profile.entrances[0]?.qualifier ?? '$LATEST';
  const Resource = entrance === '$LATEST' ? target.arn : `${target.arn}:${entrance}`;
  return new Map([
    [
      entrance,
      statements.map(({ Sid, Principal, Action, ...rest }) => ({
        Sid,
        Effect: 'Allow' as const,
        Principal,
        Action,
        Resource,
        ...rest,
      })),
    ],
  ]);
}

/** The service that sends a function its events; queues and streams are read with the function's own role. */
function serviceStatements({ name, profile, key }: LambdaFunction, { region, account }: Place): Statements {
  const id = hexText(mix(key, 73), 10);
  const bySource = (
    Sid: string,
    Service: string,
    arn: string,
    more: Record<string, string> = {},
  ): Statements => [
    {
      Sid,
      Principal: { Service },
      Action: 'lambda:InvokeFunction',
      Condition: {
        ...(Object.keys(more).length === 0 ? {} : { StringEquals: more }),
        ArnLike: { 'AWS:SourceArn': arn },
      },
    },
  ];
  const where = `${region}:${account}`;
  if (name.startsWith('edge-')) return [];
  if (name.includes('user-pool')) {
    return bySource(
      'cognito',
      'cognito-idp.amazonaws.com',
      `arn:aws:cognito-idp:${where}:userpool/${region}_${id}`,
    );
  }
  if (profile.source === 'sync') {
    const part = name.includes('authorizer') ? `authorizers/${id.slice(0, 6)}` : '*/POST/*';
    return bySource(
      'apigateway-invoke',
      'apigateway.amazonaws.com',
      `arn:aws:execute-api:${where}:${id}/${part}`,
    );
  }
  if (profile.source === 'schedule') {
    return bySource(
      'schedule',
      'events.amazonaws.com',
      `arn:aws:events:${where}:rule/${name.slice(0, 50)}-schedule`,
    );
  }
  if (profile.source !== 'async') return [];
  if (/^(image|video|media)-/.test(name)) {
    return bySource('s3-upload', 's3.amazonaws.com', `arn:aws:s3:::company-media-${id}`, {
      'AWS:SourceAccount': account,
    });
  }
  return mix(key, 74) % 2 === 0
    ? bySource('sns-topic', 'sns.amazonaws.com', `arn:aws:sns:${where}:${name.slice(0, 60)}-topic`)
    : bySource(
        'event-rule',
        'events.amazonaws.com',
        `arn:aws:events:${where}:rule/${name.slice(0, 50)}-rule`,
      );
}

/** Statements that an audit should look at: open ones, and ones that only look open. */
function specialStatements({ publicAccess }: FunctionSpec): Statements {
  const invoke = 'lambda:InvokeFunction';
  switch (publicAccess) {
    case undefined:
      return [];
    case 'open':
      return [{ Sid: 'partner-access', Principal: '*', Action: invoke }];
    case 'open-to-accounts':
      return [{ Sid: 'temporary', Principal: { AWS: '*' }, Action: invoke }];
    case 'organisation':
      return [
        {
          Sid: 'organisation',
          Principal: '*',
          Action: invoke,
          Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
        },
      ];
    case 's3-any-account':
      return [
        {
          Sid: 's3-legacy',
          Principal: { Service: 's3.amazonaws.com' },
          Action: invoke,
          Condition: { ArnLike: { 'AWS:SourceArn': 'arn:aws:s3:::company-uploads' } },
        },
      ];
    case 'function-url':
      return [
        {
          Sid: 'FunctionURLAllowPublicAccess',
          Principal: '*',
          Action: 'lambda:InvokeFunctionUrl',
          Condition: { StringEquals: { 'lambda:FunctionUrlAuthType': 'NONE' } },
        },
        {
          Sid: 'FunctionURLAllowInvokeAction',
          Principal: '*',
          Action: invoke,
          Condition: { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } },
        },
      ];
  }
}
