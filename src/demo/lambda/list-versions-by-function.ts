import type { Operation } from '../wire/service.ts';
import { configurationOf, findFunction } from './function-reference.ts';
import { versionsOf } from './list-functions.ts';
import { lambdaPage } from './paging.ts';

/** `$LATEST` first, then the published versions, oldest first; 50 a page. */
export const listVersionsByFunction: Operation = (call) => {
  const { target } = findFunction(call, 'ListVersionsByFunction');
  const page = lambdaPage(call, versionsOf(target), `ListVersionsByFunction ${target.name}`, 50);
  return { Versions: page.items.map(configurationOf), NextMarker: page.next };
};
