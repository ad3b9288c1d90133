/** Functions as people name them: by name, with a version or alias, or by ARN. */
import { AppError } from './app-error.ts';

/** What a person wrote, taken apart. */
export interface FunctionName {
  readonly name: string;
  /** Version or alias; null without one. */
  readonly qualifier: string | null;
  /** From an ARN; null in a plain name. */
  readonly region: string | null;
  /** From an ARN, twelve digits; null in a plain name. */
  readonly account: string | null;
  /** `aws`, `aws-cn`, … from an ARN; null in a plain name. */
  readonly partition: string | null;
}

/** Lambda's own rule (FunctionName, the model's pattern). */
const NAME = /^[a-zA-Z0-9-_]{1,64}$/;
const QUALIFIER = /^(\$LATEST|[a-zA-Z0-9-_]{1,128})$/;
const ARN =
  /^arn:(?<partition>aws[a-zA-Z-]*):lambda:(?<region>[a-z0-9-]+):(?<account>\d{12}):function:(?<rest>.+)$/;

/**
 * Understands NAME, NAME:QUALIFIER and function ARNs.
 *
 * @throws AppError `usage` for anything else
 */
export function parseFunctionName(text: string): FunctionName {
  const arn = ARN.exec(text)?.groups;
  const [name = '', qualifier = null, ...more] = (arn?.rest ?? text).split(':');
  if (!NAME.test(name) || more.length > 0 || (qualifier !== null && !QUALIFIER.test(qualifier))) {
    throw new AppError('usage', `${text || 'An empty word'} is not the name of a function.`, {
      next: ['name it as in the list (lambdatop functions), or by its ARN'],
    });
  }
  return {
    name,
    qualifier,
    region: arn?.region ?? null,
    account: arn?.account ?? null,
    partition: arn?.partition ?? null,
  };
}

/** The same of what is not known to be a function: what is no name of one stands as it is, without a qualifier. */
export function splitQualifier(text: string): Pick<FunctionName, 'name' | 'qualifier'> {
  try {
    return parseFunctionName(text);
  } catch {
    return { name: text, qualifier: null };
  }
}

/** The name in a function's ARN; a plain name is one already. */
export function functionNameOf(nameOrArn: string): string {
  return nameOrArn.split(':')[6] ?? nameOrArn;
}
