/** The parts of the STS client that we use. */
export { GetCallerIdentityCommand, STSClient as Client } from '@aws-sdk/client-sts';
