import { readRecords, readText } from '../wire/input.ts';
import type { Input } from '../wire/service.ts';

/** A dimension as the wire carries it. */
export interface Dimension {
  Name: string;
  Value: string;
}

/** The dimensions of a metric; a missing name or value is empty. */
export function readDimensions(input: Input): Dimension[] {
  return readRecords(input, 'Dimensions').map((each) => ({
    Name: readText(each, 'Name') ?? '',
    Value: readText(each, 'Value') ?? '',
  }));
}

/** The value of a dimension, or undefined. */
export function dimensionValue(dimensions: readonly Dimension[], name: string): string | undefined {
  return dimensions.find((each) => each.Name === name)?.Value;
}

/** The names of dimensions in an order that does not depend on how they were given. */
export function schemaOf(names: readonly string[]): string {
  return JSON.stringify([...names].sort());
}
