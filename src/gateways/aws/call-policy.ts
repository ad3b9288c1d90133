/**
 * What every call of every client passes through: the read-only refusal before anything else, the rate budget
 * before each attempt (the SDK's repetitions too), and errors turned into AppErrors on the way out.
 */

import type {
  FinalizeRequestMiddleware,
  HandlerExecutionContext,
  InitializeMiddleware,
  Pluggable,
} from '@smithy/types';
import { AppError, needsLogin } from '../../domain/app-error.ts';
import type { Scope, ServiceName } from '../scope.ts';
import type { WriteAccess } from '../write-access.ts';
import { calledOff, describeAwsError, type FailedCall, isThrottle, replyLost } from './errors.ts';
import { bucketOf, type Priority, type RateBudget } from './rate-budget.ts';
import { changeRefused, isRead } from './read-only.ts';
import type { UsageMeter } from './usage.ts';

/** What the clients of one scope share. */
export interface CallPolicy {
  readonly scope: Scope;
  /** Asked at every change: it may be lifted, and fall back, while lambdatop runs. */
  readonly access: Pick<WriteAccess, 'refusal'>;
  readonly budget: RateBudget;
  readonly usage: UsageMeter;
  /** Called when AWS or the credentials' source says that a login is needed. */
  readonly onLoginNeeded: () => void;
  /** What the person types to renew the credentials. */
  readonly loginCommand: () => string;
}

/** Where `urgent` leaves its mark on a call's context. */
const URGENT = Symbol('urgent');
/** The mark of a call that left this process. */
const SENT = Symbol('sent');

/**
 * The policy as a plugin for one service's client.
 *
 * @param attempts 'one' for a client that never repeats a call: no other may send a change
 */
export function callPolicy<Input extends object, Output extends object>(
  service: ServiceName,
  policy: CallPolicy,
  attempts: 'one' | 'several',
): Pluggable<Input, Output> {
  const perCall: InitializeMiddleware<Input, Output> = (next, context) => async (args) => {
    const operation = operationOf(context);
    const changes = !isRead(service, operation);
    const refusal = changes ? policy.access.refusal() : null;
    if (refusal) throw changeRefused(service, operation, refusal);
    if (changes && attempts !== 'one') {
      throw new AppError('bug', `${service}:${operation} changes AWS and must not be repeated by itself.`);
    }
    try {
      return await next(args);
    } catch (thrown) {
      const { scope } = policy;
      const resource = resourceOf(args.input);
      const loginCommand = policy.loginCommand();
      const call: FailedCall = { service, operation, resource, scope, changes, loginCommand };
      if (signalOf(context)?.aborted) {
        throw changes && SENT in context ? replyLost(call, thrown) : calledOff(call, thrown);
      }
      const error = describeAwsError(thrown, call);
      if (needsLogin(error)) policy.onLoginNeeded();
      throw error;
    }
  };

  const perAttempt: FinalizeRequestMiddleware<Input, Output> = (next, context) => async (args) => {
    const operation = operationOf(context);
    const bucket = bucketOf(service, operation);
    await policy.budget.take(bucket, priorityOf(service, operation, context), signalOf(context));
    policy.usage.call();
    Object.assign(context, { [SENT]: true });
    try {
      return await next(args);
    } catch (thrown) {
      if (isThrottle(thrown)) {
        policy.usage.throttle();
        policy.budget.throttled(bucket);
      }
      throw thrown;
    }
  };

  return {
    applyToStack(stack) {
      stack.add(perCall, { name: 'lambdatopPolicy', step: 'initialize', priority: 'high' });
      // Before signing, so that a wait in the queue does not age the signature.
      stack.addRelativeTo(perAttempt, {
        name: 'lambdatopBudget',
        relation: 'before',
        toMiddleware: 'httpSigningMiddleware',
      });
    },
  };
}

/** Marks one command as something a person waits for. */
export function urgent<Input extends object, Output extends object>(): Pluggable<Input, Output> {
  return {
    applyToStack(stack) {
      stack.add(
        (next, context) => (args) => {
          Object.assign(context, { [URGENT]: true });
          return next(args);
        },
        { name: 'lambdatopUrgent', step: 'initialize' },
      );
    },
  };
}

/** `ListFunctions`; from the SDK's own text, since a bundler may rename classes. */
function operationOf(context: HandlerExecutionContext): string {
  return (context.commandName ?? '').replace(/Command$/, '');
}

function priorityOf(service: ServiceName, operation: string, context: HandlerExecutionContext): Priority {
  if (!isRead(service, operation)) return 'change';
  return URGENT in context ? 'urgent' : 'read';
}

/** The signal given to `send`; the SDK keeps it in the context for its own retries. */
function signalOf(context: HandlerExecutionContext): AbortSignal | undefined {
  const smithy: { abortSignal?: unknown } | undefined = context.__smithy_context;
  return smithy?.abortSignal instanceof AbortSignal ? smithy.abortSignal : undefined;
}

/** Input members that name what a call is about, most telling first. */
const NAMING = ['FunctionName', 'QueueUrl', 'QueueName', 'logGroupName', 'UUID', 'deploymentId'];

function resourceOf(input: object): string | null {
  const named = NAMING.map((member) => Object.entries(input).find(([name]) => name === member)?.[1]);
  return named.find((value) => typeof value === 'string') ?? null;
}
