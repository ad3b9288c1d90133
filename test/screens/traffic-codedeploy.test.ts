/** An alias that CodeDeploy is moving: the console refuses, until its deployment is named by hand. */
import { expect, test } from 'vitest';
import { aliasOf } from '../operations/aliases.ts';
import { eventually } from '../support/eventually.ts';
import { account, openConsole } from '../support/open-console.ts';
import { press } from '../support/press.ts';
import type { ScreenTerminal } from '../support/screen-terminal.ts';

const NAME = 'checkout-api-prod';
const TAB = '\t';
const SHIFT_TAB = '\x1b[Z';
const RIGHT = '\x1b[C';

/** checkout-api-prod:live in the cockpit: 41 serves, and a deployment has given 42 a tenth. */
async function deploying() {
  const started = await account({ scenario: 'codedeploy' });
  const { terminal } = await openConsole({
    account: started,
    columns: 100,
    rows: 50,
    console: { startScreen: 'traffic', target: `${NAME}:live` },
  });
  await terminal.shows('CodeDeploy is deploying');
  return { started, terminal };
}

/** Goes to the choice, takes the deployment on, and types its id, after a wrong one. */
async function override(terminal: ScreenTerminal): Promise<string> {
  await terminal.shows('‹wait for it›');
  const [id = ''] = /d-[A-Z0-9]{9}/.exec(terminal.text()) ?? [];
  await press(terminal, SHIFT_TAB, '› CodeDeploy');
  terminal.type(RIGHT);
  await terminal.shows(`To break the deployment, type ${id}`);
  await terminal.shows('is overridden');
  // Few characters at a time: many look pasted.
  terminal.type('x');
  await terminal.shows(`type ${id} x`);
  terminal.type('\r');
  await terminal.shows(`That is not it: To break the deployment, type ${id}`);
  terminal.type('\x15');
  await terminal.hides(`${id} x`);
  terminal.type(id);
  await terminal.shows(new RegExp(`${id} ${id}.* ✓`));
  return id;
}

test('promote', async () => {
  const { started, terminal } = await deploying();
  await press(terminal, 'A', `Promote on ${NAME}:live`);
  const id = await override(terminal);
  await terminal.shows(`--override-deployment ${id}`);
  terminal.type('\r');
  await eventually(() => expect(aliasOf(started, NAME)).toEqual({ version: '42', weights: {} }));
});

test('shift', async () => {
  const { started, terminal } = await deploying();
  await press(terminal, 'W', 'Percent for that version');
  await terminal.shows('‹42›');
  terminal.type('25\r');
  await terminal.shows('‹wait for it›');
  await press(terminal, SHIFT_TAB, '[ Close ]');
  await override(terminal);
  terminal.type('\r');
  await eventually(() => expect(aliasOf(started, NAME)).toEqual({ version: '41', weights: { 42: 0.25 } }));
});

test('a rollout, whose command line names the deployment too', async () => {
  const { terminal } = await deploying();
  await press(terminal, 'R', `Roll out on ${NAME}:live`);
  await terminal.shows('‹wait for it›');
  await press(terminal, TAB, '› version');
  terminal.type(TAB);
  await terminal.shows('› steps');
  terminal.type(`${RIGHT}${RIGHT}`);
  await terminal.shows('‹5,25,50,100@5m›');
  await terminal.shows('‹wait for it›');
  terminal.type(TAB);
  await terminal.shows('› guard');
  terminal.type(TAB);
  await terminal.shows('› CodeDeploy');
  terminal.type(TAB);
  await terminal.shows('[›Close‹]');
  const id = await override(terminal);
  await terminal.shows(`rollout ${NAME}:live --to 42`);
  await terminal.shows(`--override-deployment ${id}`);
});
