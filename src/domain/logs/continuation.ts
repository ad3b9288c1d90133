/**
 * Stack traces that were printed without a logger arrive as an event per line. Which of them continue what
 * stands before them in their stream is decided here, by the shapes of Java's, Python's, Go's, .NET's, Rust's
 * and Ruby's traces. A line with a time, a level or a request id of its own never continues another.
 */

/** What the lines of a block are so far, which decides what else may belong to it. */
export type BlockState =
  /** Nothing may follow: a line of Lambda's. */
  | 'closed'
  /** Any line of an application: indented ones may follow. */
  | 'line'
  /** One about an error: a traceback of Python may follow too. */
  | 'error'
  /** Indented lines have followed. */
  | 'indented'
  /** A traceback of Python: ends with the exception, not indented. */
  | 'python'
  /** A panic of Go: frames are not indented, only their places are. */
  | 'go'
  /** A panic of Rust: its text stands on the line after. */
  | 'rust';

const TAB = 0x09;
const SPACE = 0x20;
const NO_BREAK_SPACE = 0xa0;

/** The state of a block that begins with this line of an application. */
export function stateAfterHead(text: string, isProblem: boolean): BlockState {
  if (text.startsWith('Traceback (most recent call last)')) return 'python';
  if (text.startsWith('panic: ') || text.startsWith('fatal error: ')) return 'go';
  if (text.startsWith("thread '") && text.includes("' panicked at ")) return 'rust';
  return isProblem ? 'error' : 'line';
}

/** .NET and trimmed Java frames; causes; what other runtimes print between the frames. */
const CONTINUES =
  /^(?:at [\w$.<>]|Caused by: |Suppressed: |\.\.\. \d+ (?:more|common)|---> |--- End of |from \/|stack backtrace:|note: run with |note: Some details are omitted)/;
const PYTHON_BETWEEN = /^(?:During handling of the above exception|The above exception was the direct cause)/;
/** `ValueError: text`, `botocore.exceptions.ClientError: text`, `KeyboardInterrupt`. */
const PYTHON_EXCEPTION = /^[A-Za-z_][\w.]{0,120}(?:: |\s*$)/;
const GO_FRAME = /^(?:goroutine \d+ |created by |exit status \d+|\[signal |[\w./*()[\]{}$·-]{1,200}\()/;
const CLOSING = /^[}\])]+[,;]?\s*$/;

/**
 * The state of the block with this text added to it; null when the text does not continue the block.
 *
 * @param state what the block is so far
 * @param text the message, without time, level or request id of its own
 */
export function continueBlock(state: BlockState, text: string): BlockState | null {
  if (state === 'closed') return null;
  const first = text.charCodeAt(0);
  if (first === SPACE || first === TAB || first === NO_BREAK_SPACE) {
    return state === 'line' || state === 'error' ? 'indented' : state;
  }
  if (isBlank(text)) return state;
  if (state === 'go' && GO_FRAME.test(text)) return 'go';
  if (state === 'rust') return CONTINUES.test(text) ? 'rust' : 'indented';
  if (PYTHON_BETWEEN.test(text)) return 'error';
  if (state === 'error' && text.startsWith('Traceback (most recent call last)')) return 'python';
  if (state === 'python' && PYTHON_EXCEPTION.test(text)) return 'indented';
  if (state === 'indented' && CLOSING.test(text)) return 'indented';
  return CONTINUES.test(text) ? 'indented' : null;
}

function isBlank(text: string): boolean {
  return text.length < 4 && text.trim() === '';
}
