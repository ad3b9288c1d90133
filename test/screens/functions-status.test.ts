import { describe, expect, it } from 'vitest';
import { statusSegments } from '../../screens/functions/status.ts';
import { createFunctionsViewModel } from '../../screens/functions/view-model.ts';
import type { KilledMark } from '../../src/domain/killed.ts';
import { createFunctionsViewStore, type FunctionsViewState } from '../../src/stores/functions-view-store.ts';
import type { InventoryState } from '../../src/stores/inventory-store.ts';
import { createTheme } from '../../src/ui/theme.ts';
import { figures, MINUTE, NOW, ranking, sortedBy, statesOf, type World } from './functions-world.ts';

describe('the status line', () => {
  const theme = createTheme(0);

  function statusOf(
    world: World,
    change: Partial<FunctionsViewState>,
    inventoryChange: Partial<InventoryState> = {},
  ) {
    const { inventory, health } = statesOf(world);
    const state = { ...createFunctionsViewStore().getState(), ...change };
    const shown = { ...inventory, ...inventoryChange };
    const view = createFunctionsViewModel()({ inventory: shown, health, view: state, now: NOW });
    const killedBy = (): KilledMark => ({
      kind: 'ours',
      at: NOW,
      actor: 'arn:aws:iam::1:user/anna',
      was: 25,
    });
    return statusSegments({ view, state, inventory: shown, health, killedBy, now: NOW, theme })
      .map(({ text }) => text)
      .filter((text) => text !== '');
  }

  it('says where the cursor is, of how many, by what filter and order', () => {
    expect(statusOf({}, { filter: 'b', ...sortedBy('name', false) })).toEqual([
      '1/1',
      'of 3',
      'filter b',
      'name▲',
    ]);
  });

  it('says when the order covers only what was read', () => {
    const health = { a: figures({ p99Ms: 1 }) };
    expect(statusOf({ health }, sortedBy('p99'))).toContain('p99▼ 1 of 3');
  });

  it('says when the order covers the account, and from when it is', () => {
    const world: World = { rankings: [{ ...ranking('errors', { a: 1 }), truncated: true }] };
    expect(statusOf(world, {}).join(' ')).toMatch(/errors▼ account \d\d:00, top 500/);
  });

  it('of a frozen screen tells the order’s time as it was then', () => {
    const then = statesOf({ rankings: [ranking('errors', { a: 1 }, NOW - 17 * MINUTE)] });
    const world: World = { rankings: [ranking('errors', { a: 1 })] };
    expect(statusOf(world, { frozen: { at: NOW, ...then } }).join(' ')).toMatch(/errors▼ account \d\d:43/);
  });

  it.each<[string, Partial<InventoryState>]>([
    ['reading functions…', { phase: 'waiting', at: null }],
    ['last session’s list', { phase: 'cached' }],
    ['reading 50 of 120…', { phase: 'loading', at: null, loaded: 50, total: 120 }],
    ['reading 50…', { phase: 'loading', at: null, loaded: 50 }],
    ['confirming 50…', { phase: 'loading', loaded: 50 }],
  ])('says "%s" while the list is not complete', (text, inventory) => {
    expect(statusOf({}, {}, inventory)).toContain(text);
  });

  it('says which minute the figures describe', () => {
    const health = { a: figures({ provisional: true }) };
    expect(statusOf({ health }, {}).join(' ')).toMatch(/figures of \d\d:59, provisional/);
  });

  it('without rows counts none', () => {
    expect(statusOf({ functions: [] }, {})[0]).toBe('0/0');
  });
});
