import { constraintViolation } from '../wire/errors.ts';
import { readText } from '../wire/input.ts';
import { type Operation, ReadyJson } from '../wire/service.ts';
import type { LambdaFunction } from '../world/model.ts';
import { invalidParameterValue } from './errors.ts';
import { configurationOf, qualified, type Resolved } from './function-reference.ts';
import { settle } from './function-state.ts';
import { lambdaPage } from './paging.ts';

/** 50 a page whatever `MaxItems` asks (facts, section 1). */
const PAGE = 50;

/** Makes ListFunctions, which keeps each configuration's JSON: it is by far the largest reply. */
export function createListFunctions(): Operation {
  const written = new WeakMap<object, string>();
  const jsonOf = (target: LambdaFunction) => {
    const known = written.get(target.configuration);
    if (known !== undefined) return known;
    const text = JSON.stringify(target.configuration);
    written.set(target.configuration, text);
    return text;
  };

  return (call) => {
    const versions = readText(call.input, 'FunctionVersion');
    if (versions !== undefined && versions !== 'ALL') {
      throw constraintViolation(versions, 'functionVersion', 'Member must satisfy enum value set: [ALL]');
    }
    const masterRegion = readText(call.input, 'MasterRegion');
    if (masterRegion !== undefined && versions !== 'ALL') {
      throw invalidParameterValue('FunctionVersion must be set to ALL when MasterRegion is specified.');
    }
    // No function here is a Lambda@Edge replica, and MasterRegion asks for nothing else.
    const functions = masterRegion === undefined ? call.world.functions : [];
    const now = call.world.clock.now();
    if (versions === 'ALL') {
      const page = lambdaPage(call, functions.flatMap(versionsOf), 'ListFunctions ALL', PAGE);
      for (const { target } of page.items) settle(target, now);
      return { Functions: page.items.map(configurationOf), NextMarker: page.next };
    }
    const page = lambdaPage(call, functions, 'ListFunctions', PAGE);
    for (const target of page.items) settle(target, now);
    const next = page.next === undefined ? '' : `,"NextMarker":${JSON.stringify(page.next)}`;
    return new ReadyJson(`{"Functions":[${page.items.map(jsonOf).join(',')}]${next}}`);
  };
}

/** `$LATEST` and every published version, under their qualified ARNs. */
export function versionsOf(target: LambdaFunction): Resolved[] {
  return ['$LATEST', ...target.versions.keys()].map((version) => ({
    target,
    version,
    arn: qualified(target.arn, version),
  }));
}
