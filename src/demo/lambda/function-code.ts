import { createHash } from 'node:crypto';
import { constraintViolation, ServiceError } from '../wire/errors.ts';
import { isRecord, readText, readTexts } from '../wire/input.ts';
import type { Call, Input } from '../wire/service.ts';
import type { FunctionConfiguration } from '../world/model.ts';
import { invalidParameterValue } from './errors.ts';

/** Bytes of a call that brings code, in base64: 50 MB of it (as recorded). */
const LARGEST_CALL = 70_167_211;

/** What of a configuration says which code runs. */
export type Code = Pick<FunctionConfiguration, 'CodeSha256' | 'CodeSize'>;

/** Throws for a call that brings more code than Lambda takes without S3. */
export function refuseTooLarge({ body }: Call, operation: 'CreateFunction' | 'UpdateFunctionCode'): void {
  if (body.length <= LARGEST_CALL) return;
  throw new ServiceError(
    'RequestEntityTooLargeException',
    `Request must be smaller than ${LARGEST_CALL} bytes for the ${operation} operation`,
    { status: 413 },
  );
}

/** The code a call brings or names: a Zip file, an object in S3 or an image. Throws when there is none. */
export function readCode(input: Input, packageType: FunctionConfiguration['PackageType']): Code {
  const image = readText(input, 'ImageUri');
  const zip = readText(input, 'ZipFile');
  const [bucket, key] = [readText(input, 'S3Bucket'), readText(input, 'S3Key')];
  if (packageType === 'Image') {
    if (image === undefined) {
      throw invalidParameterValue('Please provide ImageUri when updating a function with packageType Image.');
    }
    return { CodeSha256: sha256(image).toString('hex'), CodeSize: 0 };
  }
  if (image !== undefined) {
    throw invalidParameterValue(
      "Please don't provide ImageUri when updating a function with packageType Zip.",
    );
  }
  if (zip !== undefined) return zipCode(Buffer.from(zip, 'base64'));
  if (bucket === undefined || key === undefined) {
    throw invalidParameterValue('Please provide a source for function code.');
  }
  const digest = sha256(`${bucket}/${key}?${readText(input, 'S3ObjectVersion') ?? ''}`);
  return { CodeSha256: digest.toString('base64'), CodeSize: 1_000 + (digest.readUInt32BE(0) % 9_000_000) };
}

/** The one architecture a call asks for, or undefined when absent. Throws for two, and for an unknown one. */
export function readArchitecture(input: Input): 'x86_64' | 'arm64' | undefined {
  const asked = readTexts(input, 'Architectures');
  const written = `[${asked.join(', ')}]`;
  if (asked.length > 1) {
    throw constraintViolation(written, 'architectures', 'Member must have length less than or equal to 1');
  }
  const architecture = (['x86_64', 'arm64'] as const).find((each) => each === asked[0]);
  if (asked.length === 0 || architecture !== undefined) return architecture;
  throw constraintViolation(
    written,
    'architectures',
    'Member must satisfy constraint: [Member must satisfy enum value set: [x86_64, arm64], Member must not be null]',
  );
}

/** The `Code` member of CreateFunction; UpdateFunctionCode has its members at the top. */
export function codeMember(input: Input): Input {
  return isRecord(input.Code) ? input.Code : {};
}

/** Nothing is unpacked here, but what is no archive is refused as Lambda would. */
function zipCode(bytes: Buffer): Code {
  if (bytes.subarray(0, 2).toString('latin1') !== 'PK') {
    throw invalidParameterValue(
      'Could not unzip uploaded file. Please check your file, then try to upload again.',
    );
  }
  return { CodeSha256: sha256(bytes).toString('base64'), CodeSize: bytes.length };
}

function sha256(content: Buffer | string): Buffer {
  return createHash('sha256').update(content).digest();
}
