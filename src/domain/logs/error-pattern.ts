/** What CloudWatch is asked for to find errors in a log: cheap, and too much rather than too little. */

/** A filter pattern: words by which runtimes and loggers tell of errors; a line with any of them is taken. */
export const ERROR_PATTERN =
  '?ERROR ?Error ?error ?Exception ?exception ?"timed out" ?"Status: timeout" ?Traceback ?FATAL ?fatal ?panic';
