/** The parts of the CodeDeploy client that we use. */
export { CodeDeployClient as Client, ListDeploymentsCommand } from '@aws-sdk/client-codedeploy';
