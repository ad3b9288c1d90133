/** ARNs as people say them: "queue orders-dlq", "rule nightly". */

const KINDS: Readonly<Record<string, string>> = {
  sqs: 'queue',
  sns: 'topic',
  lambda: 'function',
  s3: 'bucket',
};

/** The thing an ARN names, with its kind: "queue orders-dlq", "bus default". */
export function targetName(arn: string): string {
  const [, , service = ''] = arn.split(':');
  const kind = KINDS[service] ?? (service === 'events' ? 'bus' : service);
  return `${kind} ${lastPart(arn)}`.trim();
}

/** The name at the end of an ARN, without what AWS hangs on it: a rule's bus, an API's stage and method. */
export function lastPart(arn: string): string {
  const [, , service = '', , , ...rest] = arn.split(':');
  const resource = rest.join(':');
  switch (service) {
    case 'events':
      return resource.replace(/^(rule|event-bus)\//, '');
    case 'execute-api':
      return resource.split('/')[0] ?? resource;
    case 'elasticloadbalancing':
      return resource.split('/')[1] ?? resource;
    case 'lambda':
      return resource.replace(/^function:/, '');
    case 'logs':
      return resource.replace(/^log-group:/, '').replace(/:\*$/, '');
    default:
      return resource.split('/').at(-1) ?? resource;
  }
}
