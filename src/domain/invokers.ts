/** Who and what invokes a function besides its event source mappings, and where its failed events go. */

/** What Lambda does about asynchronous invocations of one qualifier that fail (EventInvokeConfig). */
export interface FailurePath {
  /** `$LATEST`, a version or an alias. */
  readonly qualifier: string;
  /** ARN of queue, topic, bus, bucket or function that failed events go to (OnFailure); null = none. */
  readonly onFailureArn: string | null;
}

/** A URL of its own. */
export interface FunctionUrl {
  /** `$LATEST` or an alias. */
  readonly qualifier: string;
  readonly url: string;
  /** null when AWS did not say. */
  readonly authType: 'NONE' | 'AWS_IAM' | null;
}

/** Who one statement of a resource policy lets in. */
export type Invoker =
  /** `sns.amazonaws.com` */
  | { readonly kind: 'service'; readonly name: string }
  /** An account (twelve digits), or a user or role of one by ARN. */
  | { readonly kind: 'account'; readonly name: string }
  | { readonly kind: 'anyone' };

/** One way in that a resource policy opens. */
export interface InvokePermission {
  /** The qualifier whose policy it is; `$LATEST` for the function's own. */
  readonly qualifier: string;
  readonly invoker: Invoker;
  /** The rule, topic, bucket or API it is limited to (aws:SourceArn); null = not limited. */
  readonly sourceArn: string | null;
  /** It opens the function's URL only (InvokeFunctionUrl, or by way of it). */
  readonly urlOnly: boolean;
}

/** Durable executions that are running. */
export interface RunningExecutions {
  readonly count: number;
  /** There are more than were counted. */
  readonly more: boolean;
}
