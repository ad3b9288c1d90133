/** An alias, as keys and dialogs of the console name it. */

/** By name: rows may move while a dialog is open. */
export interface AliasTarget {
  readonly functionName: string;
  /** Unqualified ARN; the name where the list does not have it. */
  readonly functionArn: string;
  readonly alias: string;
}

/** `orders:live`. */
export function nameOf({ functionName, alias }: AliasTarget): string {
  return `${functionName}:${alias}`;
}
