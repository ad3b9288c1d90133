/** `lambdatop logs`: lines of functions, of now or of a past, or their invocations. */
import { AppError, EXIT, toAppError } from '../domain/app-error.ts';
import { explainPattern } from '../domain/logs/filter-pattern.ts';
import { onAccount } from './account.ts';
import type { Command } from './context.ts';
import { refuseForeignArns } from './foreign-arns.ts';
import { followLogs } from './logs/follow.ts';
import { printInvocations } from './logs/invocations.ts';
import { printPast } from './logs/past.ts';
import { requestFrom } from './logs/request.ts';
import { findSources } from './logs/sources.ts';

/** How long a reader of stdout may take for what had come when we were interrupted, ms. */
const LAST_LINES_MS = 3_000;

/** Prints lines or invocations. Exits 1 when some of the functions could not be read; the rest is printed. */
export const logs: Command = (invocation, context) => {
  const { output, clock } = context;
  const request = requestFrom(invocation, clock.now());
  const { names, targets, follow, filter, invocations } = request;
  const { json } = invocation.globals;
  const format = {
    json,
    colour: output.colour,
    toTerminal: output.toTerminal,
    named: new Set(names.map(({ name }) => name)).size > 1,
  };
  return onAccount(
    invocation,
    context,
    async (session, signal) => {
      const gateway = session.account.logs;
      try {
        await refuseForeignArns(names, session, signal);
        if (follow) return await followLogs(request, gateway, format, context, signal);
        const { sources, complete } = await findSources(targets, gateway, output, signal);
        if (invocations) await printInvocations(request, sources, gateway, format, context, signal);
        else await printPast(request, sources, gateway, format, output, signal);
        return complete ? EXIT.done : EXIT.failed;
      } catch (thrown) {
        throw explained(toAppError(thrown), invocations ? null : filter);
      }
    },
    follow ? LAST_LINES_MS : 0,
  );
};

/** AWS only says that it refuses a pattern; where it is wrong is ours to say. */
function explained(error: AppError, pattern: string | null): AppError {
  if (error.code !== 'invalid' || pattern === null) return error;
  const why = explainPattern(pattern);
  if (why === null) return error;
  const { at, problem, instead } = why;
  const next = [
    ...[pattern, `${' '.repeat(at)}^ ${problem}`],
    ...(instead === null ? [] : [`perhaps: --filter '${instead}'`]),
    ...error.next,
  ];
  const { operation, cause, answer } = error;
  return new AppError(error.code, error.message, { next, operation, cause, answer });
}
