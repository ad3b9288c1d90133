/** `arn:…:function:NAME` of a function's ARN with or without a version or alias. */
export function unqualifiedArn(arn: string): string {
  return arn.split(':').slice(0, 7).join(':');
}

/** The version or alias that a function's ARN names; null without one. */
export function qualifierOf(arn: string): string | null {
  return arn.split(':')[7] ?? null;
}
