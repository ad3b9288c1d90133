/** The credential providers that we use; each loads its own parts when it is asked. */
export { fromIni, fromNodeProviderChain } from '@aws-sdk/credential-providers';
