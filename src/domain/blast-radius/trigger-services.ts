/**
 * How AWS services invoke a function, and so what a stopped function does to them. From Lambda's table of
 * services that invoke functions: asynchronous ones hand the event to Lambda's own queue and are done.
 */

/** One service that invokes functions. */
export interface TriggerService {
  readonly label: string;
  /** `async`: Lambda has the event; `sync`: it waits, and somebody feels it; `other`: not known how. */
  readonly mode: 'async' | 'sync' | 'other';
  /** What becomes of its calls, as the end of a sentence; null for asynchronous ones. */
  readonly effect: string | null;
}

const asynchronous = (label: string): TriggerService => ({ label, mode: 'async', effect: null });
const waiting = (label: string, effect: string): TriggerService => ({ label, mode: 'sync', effect });
const CALLERS = 'its callers get errors (5xx or 429)';

const SERVICES: Readonly<Record<string, TriggerService>> = {
  events: asynchronous('EventBridge'),
  scheduler: asynchronous('EventBridge Scheduler'),
  s3: asynchronous('S3'),
  sns: asynchronous('SNS'),
  ses: asynchronous('SES'),
  logs: asynchronous('CloudWatch Logs'),
  'lambda.alarms.cloudwatch': asynchronous('CloudWatch alarms'),
  config: asynchronous('AWS Config'),
  cloudformation: asynchronous('CloudFormation'),
  codecommit: asynchronous('CodeCommit'),
  codepipeline: asynchronous('CodePipeline'),
  iot: asynchronous('IoT'),
  iotevents: asynchronous('IoT Events'),
  apigateway: waiting('API Gateway', CALLERS),
  elasticloadbalancing: waiting('load balancer', CALLERS),
  'vpc-lattice': waiting('VPC Lattice', CALLERS),
  'cognito-idp': waiting('Cognito', 'sign-ups and sign-ins that need it fail'),
  lex: waiting('Lex', 'conversations that need it fail'),
  lexv2: waiting('Lex', 'conversations that need it fail'),
  bedrock: waiting('Bedrock', 'agents that need it fail'),
  connect: waiting('Connect', 'contact flows that need it fail'),
  secretsmanager: waiting('Secrets Manager', 'rotations that need it fail'),
  firehose: waiting('Data Firehose', 'its records are not transformed, and fail after its retries'),
  'alexa-appkit': waiting('Alexa', 'the skill does not answer'),
};

const AUTHORISER = waiting('API Gateway authorizer', 'every request that needs it is refused or fails');

/** CloudFront's copies: principals that only Lambda@Edge functions let in. */
const EDGE = /^(edgelambda|replicator\.lambda)\.amazonaws\.com$/;

/** Whether CloudFront runs copies of the function. */
export function isEdgePrincipal(principal: string): boolean {
  return EDGE.test(principal);
}

/** The service behind a principal (`logs.eu-west-1.amazonaws.com`) and the source it is limited to. */
export function triggerService(principal: string, sourceArn: string | null): TriggerService {
  const name = principal.replace(/\.amazon(aws)?\.com(\.cn)?$/, '');
  const withoutRegion = name.replace(/\.[a-z]{2,4}(-[a-z]+)+-\d$/, '');
  if (withoutRegion === 'apigateway' && sourceArn?.includes('/authorizers/')) return AUTHORISER;
  const known = Object.entries(SERVICES).find(([service]) => service === withoutRegion)?.[1];
  if (known) return known;
  return {
    label: principal,
    mode: 'other',
    effect: 'its calls are refused (429); whether it tries again is up to it',
  };
}
