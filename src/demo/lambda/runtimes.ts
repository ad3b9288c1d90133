import { invalidParameterValue } from './errors.ts';

/** Runtimes that functions may be created with in November 2026 (facts, section 8), newest first. */
const CREATABLE = [
  'nodejs24.x', 'nodejs22.x', 'nodejs20.x', 'nodejs18.x', 'nodejs16.x', 'python3.14', 'python3.13', 'python3.12',
  'python3.11', 'python3.10', 'python3.9', 'python3.8', 'java25', 'java21', 'java17', 'java11', 'java8.al2',
  'java17.al2023', 'java11.al2023', 'java8.al2023', 'dotnet10', 'dotnet8', 'dotnet6', 'ruby4.0', 'ruby3.4', 'ruby3.3',
  'ruby3.2', 'provided.al2023', 'provided.al2',
]; // biome-ignore format: a list to skim

/** Runtimes blocked long ago, and what Lambda recommends instead. */
const BLOCKED: Readonly<Record<string, string>> = {
  'nodejs14.x': 'nodejs24.x',
  'nodejs12.x': 'nodejs24.x',
  'nodejs10.x': 'nodejs24.x',
  'python3.7': 'python3.14',
  'python3.6': 'python3.14',
  'python2.7': 'python3.14',
  'ruby2.7': 'ruby3.4',
  'dotnetcore3.1': 'dotnet8',
  java8: 'java25',
  'go1.x': 'provided.al2023',
  provided: 'provided.al2023',
};

/** Throws what Lambda throws for a runtime that it does not take. */
export function checkRuntime(runtime: string): void {
  if (CREATABLE.includes(runtime)) return;
  const successor = Object.hasOwn(BLOCKED, runtime) ? BLOCKED[runtime] : undefined;
  throw invalidParameterValue(
    successor === undefined
      ? `Value ${runtime} at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: [${CREATABLE.join(', ')}] or be a valid ARN`
      : `The runtime parameter of ${runtime} is no longer supported for creating or updating AWS Lambda functions. We recommend you use the new runtime (${successor}) while creating or updating functions.`,
  );
}

/** Throws for a runtime that Lambda takes no snapshots of. */
export function checkSnapStart(runtime: string): void {
  if (/^(java(11|17|2\d)(\.al2023)?|python3\.1[2-9]|dotnet(8|1\d))$/.test(runtime)) return;
  throw invalidParameterValue(`${runtime} is not supported for SnapStart enabled functions.`);
}
