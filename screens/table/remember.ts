/** Keeps the last result of a pure function for as long as its arguments stay the same. */
export function remember<Arguments extends readonly unknown[], Result>(
  make: (...args: Arguments) => Result,
): (...args: Arguments) => Result {
  let last: { readonly args: Arguments; readonly result: Result } | undefined;
  return (...args) => {
    if (last && args.every((arg, index) => Object.is(arg, last?.args[index]))) return last.result;
    last = { args, result: make(...args) };
    return last.result;
  };
}
