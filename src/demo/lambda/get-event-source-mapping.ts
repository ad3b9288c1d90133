import { readText } from '../wire/input.ts';
import type { Operation } from '../wire/service.ts';
import { findMapping, mappingConfiguration } from './event-source-mapping.ts';

/** One event source mapping, with whatever state it is in. */
export const getEventSourceMapping: Operation = ({ world, input }) =>
  mappingConfiguration(world, findMapping(world, readText(input, 'UUID') ?? ''));
