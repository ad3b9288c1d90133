import { ServiceError } from '../wire/errors.ts';
import type { Service } from '../wire/service.ts';
import { getCallerIdentity } from './get-caller-identity.ts';

/** AWS STS, which speaks only the query protocol. */
export function createSts(): Service {
  return {
    name: 'sts',
    queryVersion: '2011-06-15',
    xmlNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
    throttled: () => new ServiceError('Throttling', 'Rate exceeded'),
    operations: { GetCallerIdentity: getCallerIdentity },
  };
}
