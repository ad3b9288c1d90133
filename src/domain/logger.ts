/** Where words for the log file go. Nothing is ever printed over the screen. */
export interface Logger {
  debug(message: string, details?: unknown): void;
  info(message: string, details?: unknown): void;
  warn(message: string, details?: unknown): void;
  error(message: string, details?: unknown): void;
}

/** For places that must not log, such as tests. */
export const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} };
