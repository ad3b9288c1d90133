import { readText } from '../wire/input.ts';
import type { Operation } from '../wire/service.ts';
import { mappingConfiguration, presentMappings } from './event-source-mapping.ts';
import { findFunction, qualified } from './function-reference.ts';
import { lambdaPage } from './paging.ts';

/** 100 a page; without a filter, those of the whole Region (facts, section 1). */
const PAGE = 100;

/** Event source mappings, by the very function ARN (qualifier and all) they point to, or by their source. */
export const listEventSourceMappings: Operation = (call) => {
  const source = readText(call.input, 'EventSourceArn');
  const hasFunction = readText(call.input, 'FunctionName') !== undefined;
  const wanted = hasFunction ? referredArn(call) : undefined;
  const mappings = presentMappings(call.world)
    .filter((mapping) => source === undefined || mapping.eventSourceArn === source)
    .filter((mapping) => wanted === undefined || mapping.functionArn === wanted);
  const page = lambdaPage(call, mappings, `ListEventSourceMappings ${source ?? ''} ${wanted ?? ''}`, PAGE);
  return {
    EventSourceMappings: page.items.map((mapping) => mappingConfiguration(call.world, mapping)),
    NextMarker: page.next,
  };
};

function referredArn(call: Parameters<Operation>[0]): string {
  const { target, qualifier } = findFunction(call, 'ListEventSourceMappings');
  return qualified(target.arn, qualifier);
}
