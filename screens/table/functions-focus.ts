/** Which functions the keys of a table of functions mean. Asked for by every key at every frame: found once. */
import type { LambdaFunction } from '../../src/domain/lambda-function.ts';
import { remember } from './remember.ts';

/** What a table of functions shows. */
interface FunctionRows {
  readonly rows: readonly { readonly lambda: LambdaFunction }[];
  readonly cursorIndex: number;
}

/** Gives the names of the marked functions, else of the one under the cursor. Marks are ARNs. */
export function createFunctionsFocus() {
  const markedOf = remember((functions: readonly LambdaFunction[], marks: ReadonlySet<string>) =>
    functions.filter(({ arn }) => marks.has(arn)).map(({ name }) => name),
  );
  return (
    functions: readonly LambdaFunction[],
    marks: ReadonlySet<string>,
    view: () => FunctionRows,
  ): readonly string[] => {
    const marked = marks.size > 0 ? markedOf(functions, marks) : [];
    if (marked.length > 0) return marked;
    const { rows, cursorIndex } = view();
    const focused = rows[cursorIndex];
    return focused ? [focused.lambda.name] : [];
  };
}
